//! Work on several cores whose results come in the order of what was given, so that the number of cores does not show.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Passes what `produce` submits through `work`, on as many threads as `jobs` says, and the results to `take`, in the order
/// in which they were submitted. At most two items a thread are on the way, so that memory does not grow. If `work` panics,
/// so does this function.
pub fn in_order<I: Send, O: Send, E, R>(
    jobs: usize,
    work: impl Fn(I) -> O + Sync,
    take: &mut dyn FnMut(O) -> Result<(), E>,
    produce: impl FnOnce(&mut dyn FnMut(I) -> Result<(), E>) -> Result<R, E>,
) -> Result<R, E> {
    if jobs <= 1 {
        return produce(&mut |item| take(work(item)));
    }
    let work = &work;
    thread::scope(|scope| {
        let workers: Vec<(SyncSender<I>, Receiver<O>)> = (0..jobs)
            .map(|_| {
                let (send, items) = sync_channel::<I>(1);
                let (results, receive) = sync_channel::<O>(1);
                scope.spawn(move || {
                    for item in items {
                        if results.send(work(item)).is_err() {
                            break;
                        }
                    }
                });
                (send, receive)
            })
            .collect();
        let (mut sent, mut taken) = (0, 0);
        let mut next = |taken: &mut usize| {
            // A worker that panicked ends the scope with its panic.
            let result = workers[*taken % jobs].1.recv();
            *taken += 1;
            result.map_or(Ok(()), &mut *take)
        };
        let result = produce(&mut |item| {
            if sent - taken >= 2 * jobs {
                next(&mut taken)?;
            }
            let _ = workers[sent % jobs].0.send(item);
            sent += 1;
            Ok(())
        })?;
        while taken < sent {
            next(&mut taken)?;
        }
        drop(workers);
        Ok(result)
    })
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::time::Duration;

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for jobs in [0, 1, 2, 5] {
            let mut taken = Vec::new();
            let work = |n: u64| {
                std::thread::sleep(Duration::from_micros(n * 37 % 11 * 100));
                n * n
            };
            let count: Result<u64, ()> = in_order(
                jobs,
                work,
                &mut |square| {
                    taken.push(square);
                    Ok(())
                },
                |submit| {
                    (0..50).try_for_each(submit)?;
                    Ok(50)
                },
            );
            assert_eq!(count, Ok(50));
            assert_eq!(taken, (0..50).map(|n| n * n).collect::<Vec<_>>(), "{jobs}");
        }
    }

    #[test]
    fn an_error_ends_it_at_once() {
        for jobs in [1, 3] {
            let mut taken = 0;
            let result: Result<(), &str> = in_order(
                jobs,
                |n: u32| n,
                &mut |_| {
                    taken += 1;
                    if taken == 4 { Err("full") } else { Ok(()) }
                },
                |submit| (0..1_000_000).try_for_each(submit),
            );
            assert_eq!((result, taken), (Err("full"), 4));
        }
    }

    #[test]
    #[should_panic(expected = "scoped thread panicked")]
    fn a_panic_is_not_swallowed() {
        let take = &mut |()| Ok(());
        let _: Result<(), ()> = in_order(2, |n| assert!(n != 3, "three"), take, |submit| (0..9).try_for_each(submit));
    }
}
