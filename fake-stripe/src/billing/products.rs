//! Products: <https://docs.stripe.com/api/products>.

use serde_json::{Value, json};

use super::prices;
use crate::addresses::set_text;
use crate::error::ApiError;
use crate::params::{Params, TEXT};
use crate::routes::{EXPAND, PAGE, Route};
use crate::state::{Call, text};
use crate::{lists, metadata};

const PRODUCT: &[&str] = &[
    "active",
    "description",
    "expand",
    "images",
    "marketing_features",
    "metadata",
    "name",
    "package_dimensions",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "unit_label",
    "url",
];

pub(crate) static ROUTES: &[Route] = &[
    Route::list("/v1/products", "product", &[PAGE, &["active", "ids", "shippable", "url"]], &[], list),
    Route::post("/v1/products", "product", &[PRODUCT, &["default_price_data", "id"]], &[], create),
    Route::get("/v1/products/{}", "product", &[EXPAND], retrieve),
    Route::post("/v1/products/{}", "product", &[PRODUCT, &["default_price"]], &[], update),
    Route::delete("/v1/products/{}", "product", &[], delete),
];

fn create(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    params.required("name", TEXT)?;
    let id = chosen_id(call, &params, "product", "Product", "prod")?;
    let mut product = template(call, &id);
    edit(&mut product, &params)?;
    let mut price = match params.nested("default_price_data")? {
        Some(data) => Some(prices::for_product(call, &data, &id)?),
        None => None,
    };
    call.create(&product);
    if let Some(price) = &mut price {
        call.create(price);
        product["default_price"] = price["id"].clone();
        call.change(&product, "product.updated");
    }
    Ok(product)
}

/// A product of this name, for `product_data`; it is not stored.
pub(super) fn from_data(call: &mut Call<'_>, data: &Params<'_>) -> Result<Value, ApiError> {
    data.only(&["active", "id", "metadata", "name", "statement_descriptor", "tax_code", "tax_details", "unit_label"])?;
    data.required("name", TEXT)?;
    let id = chosen_id(call, data, "product", "Product", "prod")?;
    let mut product = template(call, &id);
    edit(&mut product, data)?;
    Ok(product)
}

/// The id that the request chooses, which must be free; else a new one.
pub(super) fn chosen_id(
    call: &mut Call<'_>,
    params: &Params<'_>,
    kind: &str,
    noun: &str,
    prefix: &str,
) -> Result<String, ApiError> {
    let Some(id) = params.filled("id", TEXT)? else { return Ok(call.new_id(prefix)) };
    if call.shelf.of_kind(kind, id).is_some_and(|object| object["deleted"] != true) {
        return Err(ApiError::invalid(format!("{noun} already exists.")).code("resource_already_exists"));
    }
    Ok(id.to_owned())
}

fn retrieve(call: &mut Call<'_>) -> Result<Value, ApiError> {
    call.living("product", "product", "id")
}

fn update(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let mut product = retrieve(call)?;
    edit(&mut product, &params)?;
    if params.unsets("default_price") {
        product["default_price"] = Value::Null;
    } else if let Some(price) = params.filled("default_price", TEXT)? {
        let own = call.shelf.of_kind("price", price).filter(|price| price["product"] == product["id"]);
        own.ok_or_else(|| ApiError::no_such_reference("price", price, "default_price"))?;
        product["default_price"] = price.into();
    }
    product["updated"] = call.now.into();
    call.change(&product, "product.updated");
    Ok(product)
}

fn delete(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let product = retrieve(call)?;
    if call.shelf.range("price", ..).any(|price| price["product"] == product["id"]) {
        let message = "This product cannot be deleted because it has one or more user-created prices.";
        return Err(ApiError::invalid(message).during_work());
    }
    Ok(call.delete(&product, "product.deleted"))
}

fn list(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let params = call.params.clone();
    let (active, shippable) = (params.boolean("active")?, params.boolean("shippable")?);
    let (ids, url) = (params.texts("ids")?, params.filled("url", TEXT)?);
    if ids.is_some() && (params.has("starting_after") || params.has("ending_before")) {
        return Err(ApiError::invalid("You cannot use `ids` with `starting_after` or `ending_before`."));
    }
    lists::page(call, "product", "product", |product| {
        active.is_none_or(|active| product["active"] == active)
            && shippable.is_none_or(|shippable| product["shippable"] == shippable)
            && ids.as_ref().is_none_or(|ids| ids.contains(&text(product, "id")))
            && url.is_none_or(|url| product["url"] == url)
    })
}

fn edit(product: &mut Value, params: &Params<'_>) -> Result<(), ApiError> {
    if let Some(name) = params.filled("name", TEXT)? {
        product["name"] = name.into();
    }
    if let Some(active) = params.boolean("active")? {
        product["active"] = active.into();
    }
    if params.unsets("shippable") {
        product["shippable"] = Value::Null;
    } else if let Some(shippable) = params.boolean("shippable")? {
        product["shippable"] = shippable.into();
    }
    for (field, max) in
        [("description", 40_000), ("statement_descriptor", 22), ("unit_label", 12), ("url", TEXT), ("tax_code", TEXT)]
    {
        set_text(product, params, field, max)?;
    }
    if let Some(images) = params.texts("images")? {
        if images.len() > 8 {
            return Err(ApiError::parameter("images", "A product can have at most 8 images."));
        }
        product["images"] = images.into();
    }
    if let Some(features) = params.objects("marketing_features")? {
        let names = features.iter().map(|feature| {
            feature.only(&["name"])?;
            Ok(json!({ "name": feature.required("name", 80)? }))
        });
        product["marketing_features"] = names.collect::<Result<Vec<_>, ApiError>>()?.into();
    }
    if params.unsets("package_dimensions") {
        product["package_dimensions"] = Value::Null;
    } else if let Some(given) = params.nested("package_dimensions")? {
        const SIDES: [&str; 4] = ["height", "length", "weight", "width"];
        given.only(&SIDES)?;
        let mut dimensions = json!({});
        for side in SIDES {
            let text = given.required(side, TEXT)?;
            let number: f64 =
                text.parse().map_err(|_| ApiError::parameter(given.full(side), format!("Invalid decimal: {text}")))?;
            dimensions[side] = number.into();
        }
        product["package_dimensions"] = dimensions;
    }
    metadata::merge(product, params)
}

fn template(call: &Call<'_>, id: &str) -> Value {
    json!({
        "active": true,
        "created": call.now,
        "default_price": null,
        "description": null,
        "id": id,
        "images": [],
        "livemode": call.scope.livemode,
        "marketing_features": [],
        "metadata": {},
        "name": "",
        "object": "product",
        "package_dimensions": null,
        "shippable": null,
        "statement_descriptor": null,
        "tax_code": null,
        "type": "service",
        "unit_label": null,
        "updated": call.now,
        "url": null,
    })
}
