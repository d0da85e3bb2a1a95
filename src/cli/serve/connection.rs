//! Connections: their limits of number and time, and graceful shutdown.

use super::body::Answer;
use crate::cli::failure::{Failure, FailureKind};
use hyper::body::Incoming;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Sleep, sleep, timeout};

/// Number of open files that the process asks for: connections, spooled answers and the pipes of workers.
const OPEN_FILES: u64 = 16_384;
/// Maximum number of open connections.
const CONNECTIONS: u32 = 4000;
/// Maximum time to receive the head of a request; also the limit for an idle connection.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// Maximum length of the head of a request, in bytes.
const LARGEST_HEAD: usize = 128 * 1024;
/// A connection is closed if the client reads less than [`SLOW_BYTES`] of an answer in this time.
const SLOW_TIME: Duration = Duration::from_secs(20);
/// Minimum number of bytes that a client must read in [`SLOW_TIME`].
const SLOW_BYTES: usize = 16 * 1024;

/// A handler of HTTP requests.
pub(in crate::cli) trait RequestHandler: Send + Sync + 'static {
    /// Answers a request.
    fn answer(
        &self,
        request: hyper::Request<Incoming>,
        client: IpAddr,
    ) -> impl Future<Output = hyper::Response<Answer>> + Send;

    /// Called when a connection is opened.
    fn opened(&self) {}

    /// Called when a connection is closed.
    fn closed(&self) {}
}

/// Listens on an address, and answers requests with the handler that `made` creates for the bound address, until a signal to
/// stop. Running requests then have the time `grace` to end. `blocking` is the maximum number of blocking threads.
pub(in crate::cli) fn listen<H: RequestHandler>(
    wanted: SocketAddr,
    blocking: usize,
    grace: Duration,
    made: impl FnOnce(SocketAddr) -> Result<H, Failure>,
) -> Result<(), Failure> {
    raise_open_files();
    let runtime = Builder::new_multi_thread().worker_threads(2).max_blocking_threads(blocking).enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(wanted).await.map_err(|e| {
            let error = io::Error::new(e.kind(), format!("cannot listen on {wanted}: {e}"));
            Failure::new(FailureKind::CannotRun, error).hint("`--port 0` takes a free port")
        })?;
        let handler = made(listener.local_addr()?)?;
        Ok(serve(listener, Arc::new(handler), grace).await?)
    });
    // Do not wait for threads that still read a file.
    runtime.shutdown_timeout(Duration::from_millis(200));
    served
}

/// Raises the limit of open files to [`OPEN_FILES`] or the hard limit.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(OPEN_FILES, |m| m.min(OPEN_FILES));
    if limit.current.is_some_and(|c| c < wanted) {
        // An error is ignored: a lower limit only allows fewer clients at once.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum });
    }
}

async fn serve(listener: TcpListener, handler: Arc<impl RequestHandler>, grace: Duration) -> io::Result<()> {
    let mut stop = Stop { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? };
    let places = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let (stopping, stopped) = watch::channel(false);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let next = tokio::select! {
            next = next => next,
            () = stop.received() => break,
        };
        let (Ok(place), Ok((stream, client))) = next else {
            // The limit of open files is reached: wait until some are closed.
            sleep(Duration::from_millis(20)).await;
            continue;
        };
        let (handler, stopped) = (Arc::clone(&handler), stopped.clone());
        tokio::spawn(async move {
            handler.opened();
            serve_connection(stream, handler.as_ref(), client.ip(), stopped).await;
            handler.closed();
            drop(place);
        });
    }
    drop(listener);
    let _ = stopping.send(true);
    tokio::select! {
        // All connections are closed.
        _ = timeout(grace, places.acquire_many(CONNECTIONS)) => {}
        () = stop.received() => {}
    }
    Ok(())
}

struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    async fn received(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

async fn serve_connection(
    stream: TcpStream,
    handler: &impl RequestHandler,
    client: IpAddr,
    mut stopped: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| async { Ok::<_, Infallible>(handler.answer(request, client).await) });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TimedStream { stream: TokioIo::new(stream), written: 0, limit: None }, service);
    let mut connection = pin!(connection);
    // Errors are ignored: they are caused by the client, and requests are already in the log.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopped.wait_for(|s| *s) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// A stream that fails with a timeout if the client does not read what is sent.
struct TimedStream {
    stream: TokioIo<TcpStream>,
    /// Bytes written since the limit was set.
    written: usize,
    limit: Option<Pin<Box<Sleep>>>,
}

impl TimedStream {
    fn wrote(
        &mut self,
        cx: &mut Context<'_>,
        result: Poll<io::Result<usize>>,
        offered: usize,
    ) -> Poll<io::Result<usize>> {
        match result {
            Poll::Ready(Ok(n)) => {
                self.written += n;
                if n >= offered || self.written >= SLOW_BYTES {
                    self.limit = None;
                }
                Poll::Ready(Ok(n))
            }
            Poll::Ready(Err(e)) => Poll::Ready(Err(e)),
            Poll::Pending => {
                if self.limit.is_none() {
                    self.written = 0;
                }
                let limit = self.limit.get_or_insert_with(|| Box::pin(sleep(SLOW_TIME)));
                ready!(limit.as_mut().poll(cx));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl Read for TimedStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl Write for TimedStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.wrote(cx, result, buf.len())
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.wrote(cx, result, bufs.iter().map(|b| b.len()).sum())
    }
}
