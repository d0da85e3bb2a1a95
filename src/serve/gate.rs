//! Access to restricted sources, if the server serves them: it requires the token, or the cookie set by the one-time address.
//! A browser sends cookies for any page that it shows, so a cookie counts only from a page of the server itself, under a host
//! name of the server. (The owner of another host name can make it resolve to this server: DNS rebinding.)

use super::http_error::HttpError;
use std::net::IpAddr;

/// The path of the one-time address.
pub const ENTER: &str = "/_/enter";

/// The credentials of a request.
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

/// What a client may read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Access {
    /// Public data only.
    #[default]
    Public,
    /// All data, including restricted sources.
    Full,
}

/// The host names of the server, besides those of this machine.
#[derive(Debug, Clone)]
pub struct Names {
    listening: IpAddr,
    /// Configured names, in lower case.
    allowed: Vec<String>,
}

impl Names {
    /// `listening` is the address that the server listens on, `allowed` the configured names without ports.
    pub fn new(listening: IpAddr, allowed: &[String]) -> Self {
        Self { listening, allowed: allowed.iter().map(|name| plain(name)).collect() }
    }

    /// Whether a host, with or without a port, is a name of the server.
    pub fn know(&self, host: &str) -> bool {
        let name = plain(without_port(host));
        if name == "localhost" || self.allowed.contains(&name) {
            return true;
        }
        // An IP address is not resolved by a name server, so it is safe from DNS rebinding.
        name.parse::<IpAddr>().is_ok_and(|address| {
            address.to_canonical().is_loopback() || address == self.listening || self.listening.is_unspecified()
        })
    }

    /// Whether an origin is the server itself, compared with the `Host` of the same request.
    fn know_origin(&self, origin: &str, host: Option<&str>) -> bool {
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        // A proxy may remove the port from the host, so a configured name matches with any port.
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
        // Colons in brackets belong to an IPv6 address.
        Some((name, port)) if !port.ends_with(']') && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Decides the access of a request. `is_token` and `is_session` check its credentials.
pub fn access(
    names: &Names,
    shown: Credentials<'_>,
    cookie: &str,
    is_token: &dyn Fn(&str) -> bool,
    is_session: &dyn Fn(&str) -> bool,
) -> Result<Access, HttpError> {
    if shown.host.is_none_or(|host| !names.know(host)) {
        return Err(HttpError::new(421, "the requested host name is not a name of this server")
            .help("its operator can add the name with --allow-host"));
    }
    let is_own_page = shown.origin.is_none_or(|origin| names.know_origin(origin, shown.host));
    if let Some(given) = bearer(shown.authorization) {
        if !is_token(given) {
            return Err(
                HttpError::new(401, "the token is wrong").header("www-authenticate", "Bearer error=\"invalid_token\"")
            );
        }
        if !is_own_page {
            return Err(HttpError::new(403, "pages of other origins must not read restricted data"));
        }
        return Ok(Access::Full);
    }
    let session = shown.cookie.and_then(|cookies| value_of(cookies, cookie)).filter(|value| is_session(value));
    // Accept only the address bar or a page of the server itself. `same-site` includes pages on other ports of this machine.
    let is_from_here = shown.fetch_site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    if session.is_some() && is_own_page && is_from_here {
        return Ok(Access::Full);
    }
    Ok(Access::Public)
}

/// The token of `Authorization: Bearer`.
pub fn bearer(authorization: Option<&str>) -> Option<&str> {
    let given = authorization?;
    // The scheme without a token counts as a wrong token.
    let (scheme, token) = given.split_once(' ').unwrap_or((given, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Compares two secrets in constant time.
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
            let read = access(&names, shown, "c", &|t| t == "token", &|s| s == "session");
            read.map_err(|refusal| refusal.status)
        };
        let here = Credentials { host: Some("127.0.0.1:8080"), ..Credentials::default() };
        let cookie = Credentials { cookie: Some("a=b; c=session"), ..here };
        let token = Credentials { authorization: Some("bearer token"), ..here };
        let own = Some("http://127.0.0.1:8080");
        for (shown, expected) in [
            (here, Ok(Access::Public)),
            (token, Ok(Access::Full)),
            (cookie, Ok(Access::Full)),
            (Credentials { authorization: Some("Bearer other"), ..cookie }, Err(401)),
            (Credentials { authorization: Some("Basic token"), ..here }, Ok(Access::Public)),
            (Credentials { cookie: Some("c=other"), ..here }, Ok(Access::Public)),
            (Credentials { cookie: Some("cc=session; x=c=session"), ..here }, Ok(Access::Public)),
            (Credentials { origin: own, ..cookie }, Ok(Access::Full)),
            (Credentials { origin: Some("https://data.example.org"), ..cookie }, Ok(Access::Full)),
            (Credentials { origin: Some("http://127.0.0.1:9999"), ..cookie }, Ok(Access::Public)),
            (Credentials { origin: Some("null"), ..cookie }, Ok(Access::Public)),
            (Credentials { origin: Some("https://evil.example"), ..token }, Err(403)),
            (Credentials { fetch_site: Some("same-origin"), ..cookie }, Ok(Access::Full)),
            (Credentials { fetch_site: Some("same-site"), ..cookie }, Ok(Access::Public)),
            (Credentials { fetch_site: Some("cross-site"), ..cookie }, Ok(Access::Public)),
            (Credentials { host: Some("evil.example:8080"), ..cookie }, Err(421)),
            (Credentials { host: Some("evil.example"), origin: Some("http://evil.example"), ..token }, Err(421)),
            (Credentials { host: None, ..token }, Err(421)),
        ] {
            assert_eq!(read(shown), expected, "{shown:?}");
        }
    }
}
