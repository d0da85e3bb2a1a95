use super::*;

fn service() -> Service {
    Service {
        title: "A <b> title".to_owned(),
        prefixes: Prefixes::new("https://example.org/d/"),
        queries: PathBuf::from("/nonexistent/queries"),
        site: None,
        rows: 10,
        token: None,
    }
}

fn request<'a>(method: &'a str, path: &'a str, query: &'a str, accept: Option<&'a str>) -> Request<'a> {
    Request { method, path, query, accept, origin: "http://localhost", ..Request::default() }
}

fn answered(plan: Plan) -> Response {
    match plan {
        Plan::Answer(response) => response,
        other => panic!("{other:?}"),
    }
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

#[test]
fn paths_lead_where_they_say() {
    let service = service();
    for (method, path, query, accept, status) in [
        ("GET", "/", "", None, 200),
        ("POST", "/", "", None, 405),
        ("GET", "/api", "", None, 308),
        ("GET", "/api/", "", Some("text/html"), 200),
        ("GET", "/api/", "", Some("image/png"), 406),
        ("GET", "/api/openapi.json", "", Some("text/html"), 200),
        ("GET", "/api/nothing", "", None, 404),
        ("GET", "/api/districts.exe", "", None, 404),
        ("GET", "/api/districts", "colour=blue", None, 400),
        ("GET", "/api/changes-of-control", "from=1992-13-01", None, 400),
        ("GET", "/_/yasgui.min.js", "", None, 200),
        ("GET", "/_/../serve.rs", "", None, 404),
        ("GET", "/place/a<b", "", None, 404),
        ("GET", "/sparql", "", Some("text/html"), 200),
        ("GET", "/sparql", "update=x", None, 405),
        ("OPTIONS", "/sparql", "", None, 204),
        ("BREW", "/place/shusha", "", None, 405),
    ] {
        let response = answered(service.plan(&request(method, path, query, accept)));
        assert_eq!(response.status, status, "{method} {path}?{query} {accept:?}");
    }
    let Plan::Run(run) = service.plan(&request("GET", "/place/shusha", "", None)) else { panic!() };
    assert_eq!(run.job.task, Task::Resource { iri: "https://example.org/d/place/shusha".to_owned() });
    let Plan::Run(run) = service.plan(&request("GET", "/api/districts.csv", "", Some("text/html"))) else { panic!() };
    assert_eq!(run.job.accept.as_deref(), Some("text/csv"));
    assert!(matches!(service.plan(&request("GET", "/sparql", "", None)), Plan::Run(Run { route: "description", .. })));
}

#[test]
fn a_wrong_parameter_is_reported_with_its_rule() {
    let response = answered(service().plan(&request("GET", "/api/changes-of-control", "from=1992-13-01", None)));
    let text = String::from_utf8_lossy(&response.body).into_owned();
    assert!(text.contains("from=1992-13-01") && text.contains("help: "), "{text}");
}

#[test]
fn every_query_is_in_the_description() {
    let service = service();
    let response = answered(service.plan(&request("GET", "/api/openapi.json", "", None)));
    let document: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
    let (queries, _) = Library::open(None, &service.prefixes).unwrap().into_parts();
    assert_eq!(document["paths"].as_object().unwrap().len(), queries.len());
    let from = &document["paths"]["/changes-of-control"]["get"]["parameters"][0];
    assert_eq!((&from["in"], &from["required"]), (&"query".into(), &false.into()));
    let page = answered(service.plan(&request("GET", "/api/", "", Some("text/html"))));
    let page = String::from_utf8_lossy(&page.body).into_owned();
    assert!(page.contains("A &lt;b&gt; title") && !page.contains("<b>"));
}

#[test]
fn an_update_needs_leave_and_token() {
    let update = |service: &Service, authorization| {
        service.plan(&Request {
            content_type: Some("application/sparql-update"),
            body: b"CLEAR ALL",
            authorization,
            ..request("POST", "/sparql", "", None)
        })
    };
    let mut service = service();
    assert_eq!(answered(update(&service, Some("Bearer x"))).status, 403);
    service.token = Some("secret".to_owned());
    for wrong in [None, Some("Bearer"), Some("Bearer "), Some("Bearer secre"), Some("Basic secret"), Some("secret")] {
        let response = answered(update(&service, wrong));
        assert_eq!(response.status, 401, "{wrong:?}");
        assert!(header(&response, "www-authenticate").is_some());
    }
    assert!(matches!(update(&service, Some("bearer secret")), Plan::Run(Run { route: "update", .. })));
}

#[test]
fn nothing_of_a_request_reaches_a_header() {
    let response = Response::redirect(303, "/a\r\nSet-Cookie: x/ş");
    assert_eq!(header(&response, "location"), Some("/a%0D%0ASet-Cookie:%20x/%C5%9F"));
}

#[test]
fn refusals_come_in_the_form_that_is_asked_for() {
    for (accept, content_type) in [
        (None, "text/plain; charset=utf-8"),
        (Some("application/json"), "application/problem+json"),
        (Some("text/html,*/*;q=0.5"), "text/html; charset=utf-8"),
    ] {
        let response = answered(service().plan(&request("GET", "/api/<script>", "", accept)));
        assert_eq!((response.status, header(&response, "content-type")), (404, Some(content_type)));
        assert!(
            !String::from_utf8_lossy(&response.body).contains("<script>") || content_type != "text/html; charset=utf-8"
        );
    }
}
