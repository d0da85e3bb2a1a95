//! Who reads what restricted sources say, where a server has them at all: who shows its token, or the cookie that its one-time
//! address has set. A browser speaks for whatever page it shows, so what it sends is believed only from a page of the
//! server's own, under a name by which the server is known. (A page of another name can be made to lead here by its owner's
//! name server: DNS rebinding.)

use super::http_error::HttpError;
use std::net::IpAddr;

/// The path of the one-time address.
pub const ENTER: &str = "/_/enter";

/// What a request says of who asks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Credentials<'a> {
    /// `Host`, or the authority of an absolute target.
    pub host: Option<&'a str>,
    /// `Origin`
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`
    pub fetch_site: Option<&'a str>,
    /// `Authorization`
    pub authorization: Option<&'a str>,
    /// `Cookie`
    pub cookie: Option<&'a str>,
}

/// Whom a request comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reader {
    /// Anybody, who gets what may be passed on.
    #[default]
    Anyone,
    /// Somebody who may read all.
    Trusted,
}

/// The names by which a server is known, besides those of this machine.
#[derive(Debug, Clone)]
pub struct Names {
    listening: IpAddr,
    /// In small letters.
    allowed: Vec<String>,
}

impl Names {
    /// The address that is listened at, and the names that were configured, without ports.
    pub fn new(listening: IpAddr, allowed: &[String]) -> Self {
        Self { listening, allowed: allowed.iter().map(|name| plain(name)).collect() }
    }

    /// Whether the server is known by a host, with or without a port.
    pub fn know(&self, host: &str) -> bool {
        let name = plain(without_port(host));
        if name == "localhost" || self.allowed.contains(&name) {
            return true;
        }
        // An address is no name, so nobody can make it lead elsewhere.
        name.parse::<IpAddr>().is_ok_and(|address| {
            address.to_canonical().is_loopback() || address == self.listening || self.listening.is_unspecified()
        })
    }

    /// Whether a page of this origin is one of the server's own, as the same browser sees it.
    fn know_origin(&self, origin: &str, host: Option<&str>) -> bool {
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        // Behind a proxy the host may have lost its port, and a name that was configured is one at any port.
        authority.is_some_and(|a| host.is_some_and(|h| h.eq_ignore_ascii_case(a)) || self.is_configured(a))
    }

    fn is_configured(&self, authority: &str) -> bool {
        self.allowed.contains(&plain(without_port(authority)))
    }
}

fn plain(name: &str) -> String {
    name.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase()
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        // The colons of an address in brackets are its own.
        Some((name, port)) if !port.ends_with(']') && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Decides who asks. `is_token` and `is_session` judge what is shown.
pub fn reader(
    names: &Names,
    shown: Credentials<'_>,
    cookie: &str,
    is_token: &dyn Fn(&str) -> bool,
    is_session: &dyn Fn(&str) -> bool,
) -> Result<Reader, HttpError> {
    if shown.host.is_none_or(|host| !names.know(host)) {
        return Err(HttpError::new(421, "this server does not go by the name that was asked for")
            .help("whoever runs it can name it with --allow-host"));
    }
    let is_own_page = shown.origin.is_none_or(|origin| names.know_origin(origin, shown.host));
    if let Some(given) = bearer(shown.authorization) {
        if !is_token(given) {
            return Err(HttpError::new(401, "this is not the token")
                .header("www-authenticate", "Bearer error=\"invalid_token\""));
        }
        if !is_own_page {
            return Err(HttpError::new(403, "a page of another origin may not read this"));
        }
        return Ok(Reader::Trusted);
    }
    let session = shown.cookie.and_then(|cookies| value_of(cookies, cookie)).filter(|value| is_session(value));
    // The address bar, or a page of the server's own. A page of another port of this machine is of the same site.
    let is_from_here = shown.fetch_site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    if session.is_some() && is_own_page && is_from_here {
        return Ok(Reader::Trusted);
    }
    Ok(Reader::Anyone)
}

/// The token of `Authorization: Bearer`.
pub fn bearer(authorization: Option<&str>) -> Option<&str> {
    let given = authorization?;
    // Without a token, the scheme alone is a wrong one.
    let (scheme, token) = given.split_once(' ').unwrap_or((given, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether two secrets are one; the time taken tells nothing of either.
pub fn is_same_secret(given: &str, secret: &str) -> bool {
    crate::base::iri::digest(&[given]) == crate::base::iri::digest(&[secret])
}

fn value_of<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    let all = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
    all.filter(|(found, _)| *found == name).map(|(_, value)| value).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(listening: &str) -> Names {
        Names::new(listening.parse().unwrap(), &["Data.Example.org".to_owned()])
    }

    #[test]
    fn a_server_is_known_by_its_own_names_alone() {
        let (local, all) = (names("127.0.0.1"), names("0.0.0.0"));
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.0.0.1:1",
            "[::1]:8080",
            "data.example.org",
            "data.example.org.:443",
        ] {
            assert!(local.know(host) && all.know(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "data.example.org.evil.example",
            "xdata.example.org",
            "evil@localhost",
            "localhost/",
            "local host",
        ] {
            assert!(!local.know(host) && !all.know(host), "{host}");
        }
        assert!(!local.know("192.0.2.7") && all.know("192.0.2.7:8080") && names("192.0.2.7").know("192.0.2.7"));
    }

    #[test]
    fn only_the_servers_own_pages_are_believed() {
        let names = names("127.0.0.1");
        let read = |shown: Credentials<'_>| {
            let read = reader(&names, shown, "c", &|t| t == "token", &|s| s == "session");
            read.map_err(|refusal| refusal.status)
        };
        let here = Credentials { host: Some("127.0.0.1:8080"), ..Credentials::default() };
        let cookie = Credentials { cookie: Some("a=b; c=session"), ..here };
        let token = Credentials { authorization: Some("bearer token"), ..here };
        let own = Some("http://127.0.0.1:8080");
        for (shown, expected) in [
            (here, Ok(Reader::Anyone)),
            (token, Ok(Reader::Trusted)),
            (cookie, Ok(Reader::Trusted)),
            (Credentials { authorization: Some("Bearer other"), ..cookie }, Err(401)),
            (Credentials { authorization: Some("Basic token"), ..here }, Ok(Reader::Anyone)),
            (Credentials { cookie: Some("c=other"), ..here }, Ok(Reader::Anyone)),
            (Credentials { cookie: Some("cc=session; x=c=session"), ..here }, Ok(Reader::Anyone)),
            (Credentials { origin: own, ..cookie }, Ok(Reader::Trusted)),
            (Credentials { origin: Some("https://data.example.org"), ..cookie }, Ok(Reader::Trusted)),
            (Credentials { origin: Some("http://127.0.0.1:9999"), ..cookie }, Ok(Reader::Anyone)),
            (Credentials { origin: Some("null"), ..cookie }, Ok(Reader::Anyone)),
            (Credentials { origin: Some("https://evil.example"), ..token }, Err(403)),
            (Credentials { fetch_site: Some("same-origin"), ..cookie }, Ok(Reader::Trusted)),
            (Credentials { fetch_site: Some("same-site"), ..cookie }, Ok(Reader::Anyone)),
            (Credentials { fetch_site: Some("cross-site"), ..cookie }, Ok(Reader::Anyone)),
            (Credentials { host: Some("evil.example:8080"), ..cookie }, Err(421)),
            (Credentials { host: Some("evil.example"), origin: Some("http://evil.example"), ..token }, Err(421)),
            (Credentials { host: None, ..token }, Err(421)),
        ] {
            assert_eq!(read(shown), expected, "{shown:?}");
        }
    }
}
