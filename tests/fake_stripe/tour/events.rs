use crate::caller::Caller;

/// Every event that the tour has left: goes last.
pub async fn tour(caller: &Caller) {
    let mut page = caller.get("/v1/events?limit=100&created[gte]=1").await.json;
    loop {
        let events = page["data"].as_array().unwrap();
        let last = events.last().unwrap()["id"].as_str().unwrap().to_owned();
        if page["has_more"] == false {
            caller.get(&format!("/v1/events/{last}")).await.id();
            break;
        }
        page = caller.get(&format!("/v1/events?limit=100&starting_after={last}")).await.json;
    }
    caller.get("/v1/events?type=customer.created&limit=1").await;
    caller.get("/v1/events?types[]=customer.updated&types[]=charge.*").await;
}
