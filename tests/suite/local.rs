//! Servers on this machine that speak HTTP as the test wants, also badly, and keep what they were asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request as it arrived.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) head: String,
    /// Fields of the address and of a form.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|l| l.split_once(':'));
        lines.filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.trim()).next().unwrap_or("")
    }
}

/// A server; its threads end with the tests.
#[derive(Clone)]
pub(crate) struct Local {
    pub(crate) url: String,
    log: Arc<Mutex<Vec<Asked>>>,
}

impl Local {
    /// Answers each request by what the function writes: a whole response, or not.
    pub(crate) fn raw(answer: impl Fn(&Asked, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (Arc::clone(&log), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                thread::spawn(move || {
                    let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
                    if let Some(asked) = read(&mut stream) {
                        kept.lock().unwrap().push(asked.clone());
                        answer(&asked, &mut stream);
                    }
                });
            }
        });
        Self { url, log }
    }

    /// Answers each request with a status, further headers and a body.
    pub(crate) fn new(answer: impl Fn(&Asked) -> (u16, String, Vec<u8>) + Send + Sync + 'static) -> Self {
        Self::raw(move |asked, stream| {
            let (status, headers, body) = answer(asked);
            let head = format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
            let _ = stream.write_all(format!("{head}{headers}\r\n").as_bytes());
            let _ = stream.write_all(&body);
        })
    }

    /// What it was asked since the last time.
    pub(crate) fn taken(&self) -> Vec<Asked> {
        std::mem::take(&mut self.log.lock().unwrap())
    }
}

/// An address of this machine where nobody listens.
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut block = [0; 4096];
    let (head, mut body) = loop {
        let n = stream.read(&mut block).ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&block[..n]);
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let body = bytes.split_off(at + 4);
            break (String::from_utf8_lossy(&bytes).into_owned(), body);
        }
    };
    let mut asked = Asked { head, ..Asked::default() };
    let len: usize = asked.header("content-length").parse().unwrap_or(0);
    let chunked = asked.header("transfer-encoding") == "chunked";
    assert!(!chunked, "requests say how long they are");
    while body.len() < len {
        let n = stream.read(&mut block).ok().filter(|n| *n > 0)?;
        body.extend_from_slice(&block[..n]);
    }
    asked.body = String::from_utf8(body).ok()?;
    let mut line = asked.head.split(' ');
    asked.method = line.next()?.to_owned();
    let target = line.next()?.to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    asked.path = path.to_owned();
    asked.fields = fields(query);
    if asked.header("content-type").starts_with("application/x-www-form-urlencoded") {
        asked.fields.extend(fields(&asked.body));
    }
    Some(asked)
}

fn fields(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|f| !f.is_empty());
    pairs.map(|f| f.split_once('=').unwrap_or((f, ""))).map(|(n, v)| (decoded(n), decoded(v))).collect()
}

fn decoded(text: &str) -> String {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'+' => out.push(b' '),
            b'%' => {
                out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
                at += 2;
            }
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap()
}
