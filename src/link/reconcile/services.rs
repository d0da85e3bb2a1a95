//! Several services at one address, each below its own path. A single service answers at the root, too.

use super::{Request, RequestError, Response, Service, response};
use serde_json::{Value, json};

/// Services with the path of each, such as `/dataset`.
#[derive(Debug, Default)]
pub struct Services<'a>(Vec<(&'static str, Service<'a>)>);

impl<'a> Services<'a> {
    /// Adds a service.
    pub fn add(&mut self, path: &'static str, service: Service<'a>) {
        self.0.push((path, service));
    }

    /// The paths at which clients find services: those of the services, or the root of a single one.
    pub fn paths(&self) -> Vec<&'static str> {
        if let [_] = self.0.as_slice() { vec![""] } else { self.0.iter().map(|(path, _)| *path).collect() }
    }

    /// Passes a request to the service with its path.
    pub fn answer(&self, request: &Request<'_>) -> Response {
        for (path, service) in &self.0 {
            let below = request.path.strip_prefix(path).filter(|rest| rest.is_empty() || rest.starts_with('/'));
            if let Some(below) = below {
                let base = format!("{}{path}", request.base);
                return service.answer(&Request { path: below, base: &base, ..*request });
            }
        }
        if let [(_, service)] = self.0.as_slice() {
            return service.answer(request);
        }
        if request.method == "OPTIONS" {
            return response(204, "text/plain; charset=utf-8", String::new());
        }
        let list = self.0.iter().map(|(path, service)| {
            let url = format!("{}{path}/", request.base);
            json!({"name": service.name, "url": url, "v1": format!("{url}v1/")})
        });
        let list = json!({"services": list.collect::<Vec<Value>>()});
        if request.path.trim_matches('/').is_empty() && matches!(request.method, "GET" | "HEAD") {
            return response(200, "application/json; charset=utf-8", list.to_string());
        }
        let paths: Vec<String> = self.paths().iter().map(|p| format!("{p}/")).collect();
        RequestError::new(404, format!("the services are at {}", paths.join(" and "))).response()
    }
}
