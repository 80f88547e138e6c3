//! The calls of the area `fraud`.

use super::*;

answered! {
    radar_early_fraud_warnings: RadarEarlyFraudWarning {
        list: stripe_fraud::radar_early_fraud_warning::ListRadarEarlyFraudWarning::new().limit(3),
        api_retrieve: stripe_fraud::radar_early_fraud_warning::RetrieveRadarEarlyFraudWarning::new("issfr_1"),
    }
    radar_value_lists: RadarValueList {
        list: stripe_fraud::radar_value_list::ListRadarValueList::new().limit(3),
        api_create: stripe_fraud::radar_value_list::CreateRadarValueList::new("custom_ip_blocklist", "Custom IP blocklist"),
        api_retrieve: stripe_fraud::radar_value_list::RetrieveRadarValueList::new("rsl_1"),
        api_update: stripe_fraud::radar_value_list::UpdateRadarValueList::new("rsl_1").name("IP blocklist"),
        api_delete: stripe_fraud::radar_value_list::DeleteRadarValueList::new("rsl_1"),
    }
    radar_value_list_items: RadarValueListItem {
        list: stripe_fraud::radar_value_list_item::ListRadarValueListItem::new("rsl_1").limit(3),
        api_create: stripe_fraud::radar_value_list_item::CreateRadarValueListItem::new("192.0.2.1", "rsl_1"),
        api_retrieve: stripe_fraud::radar_value_list_item::RetrieveRadarValueListItem::new("rsli_1"),
        api_delete: stripe_fraud::radar_value_list_item::DeleteRadarValueListItem::new("rsli_1"),
    }
    reviews: Review {
        list: stripe_fraud::review::ListReview::new().limit(3),
        api_retrieve: stripe_fraud::review::RetrieveReview::new("prv_1"),
        api_approve: stripe_fraud::review::ApproveReview::new("prv_1"),
    }
}
