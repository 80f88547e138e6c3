use crate::caller::Caller;

const ENDPOINTS: &str = "/v1/webhook_endpoints";

pub async fn tour(caller: &Caller) {
    let form = "url=https://example.com/stripe&enabled_events[]=charge.failed&enabled_events[]=customer.tax_id.created\
        &description=x&metadata[a]=1&api_version=2024-06-20&connect=false";
    let id = caller.post(ENDPOINTS, form).await.id();
    let path = format!("{ENDPOINTS}/{id}");
    let form = "url=https://example.com/other&enabled_events[]=*&description=&metadata[a]=&disabled=true";
    caller.post(&path, form).await.id();
    caller.get(&path).await.id();
    caller.get(&format!("{ENDPOINTS}?limit=1")).await;
    assert_eq!(caller.delete(&path).await.status, 200);
}
