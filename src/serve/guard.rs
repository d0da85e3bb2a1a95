//! The endpoints that a query may use through `SERVICE`: hosts on a list, and only if their name resolves to a public address.
//! Otherwise a client could reach the private network of the server (server-side request forgery), for example the metadata
//! of a cloud machine at 169.254.169.254.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The allowed hosts.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    hosts: Vec<String>,
}

impl Allowed {
    /// Hosts, each by its name or address, without scheme and port.
    pub fn new(hosts: &[String]) -> Self {
        Self { hosts: hosts.iter().map(|h| h.trim_end_matches('.').to_ascii_lowercase()).collect() }
    }

    /// Whether no host is allowed.
    pub fn is_empty(&self) -> bool {
        self.hosts.is_empty()
    }

    /// Why an endpoint is not allowed; `None` if it is. Its addresses are checked with [`is_public`] after they are resolved.
    pub fn refusal(&self, endpoint: &str) -> Option<String> {
        let Some((scheme, rest)) = endpoint.split_once("://") else {
            return Some("it has no scheme".to_owned());
        };
        if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
            return Some(format!("its scheme is {scheme}, not http or https"));
        }
        let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        if authority.contains('@') {
            return Some("it has a user name".to_owned());
        }
        let host = match authority.strip_prefix('[') {
            Some(address) => address.split(']').next().unwrap_or_default(),
            None => authority.split(':').next().unwrap_or_default(),
        };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        if self.hosts.contains(&host) { None } else { Some("this server does not allow its host".to_owned()) }
    }
}

/// Whether an address is reachable on the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_reserved = a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113);
    !(is_reserved || address.is_loopback() || address.is_private() || address.is_link_local())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match a {
        // NAT64 contains an IPv4 address.
        0x64 => b == 0xff9b && [c, d, e, f] == [0; 4] && v4(g, h),
        // 6to4 contains an IPv4 address, too.
        0x2002 => v4(b, c),
        // Teredo, benchmarks and the like; documentation.
        0x2001 => b >= 0x200 && b != 0xdb8,
        0x3fff => b >= 0x1000,
        // Global unicast (RFC 4291); all local addresses lie outside.
        _ => (0x2000..0x4000).contains(&a),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_we_can_reach_is_not_public() {
        for address in [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.192",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "2001::1",
            "2001:db8::1",
            "100::1",
            "3fff::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "2620:0:862:ed1a::1",
            "2a02:ec80::1",
            "64:ff9b::808:808",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn only_hosts_on_the_list_are_asked() {
        let allowed = Allowed::new(&["query.example.org".to_owned(), "Data.Example.com.".to_owned()]);
        for endpoint in [
            "https://query.example.org/sparql",
            "http://QUERY.example.org:8080/sparql?x",
            "https://query.example.org./sparql",
            "https://data.example.com",
        ] {
            assert_eq!(allowed.refusal(endpoint), None, "{endpoint}");
        }
        for endpoint in [
            "https://example.org/",
            "https://evil.query.example.org/",
            "https://query.example.org.evil.test/",
            "https://query.example.org@127.0.0.1/",
            "https://a:b@query.example.org/",
            "https://127.0.0.1/?https://query.example.org/",
            "https://127.0.0.1\\@query.example.org/",
            "https://127.0.0.1#@query.example.org/",
            "http://[::1]/",
            "file:///etc/passwd",
            "file://query.example.org/etc/passwd",
            "gopher://query.example.org/",
            "urn:x",
            "",
        ] {
            assert!(allowed.refusal(endpoint).is_some(), "{endpoint}");
        }
        assert!(Allowed::default().refusal("https://query.example.org/").is_some());
    }
}
