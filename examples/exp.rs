use oxigraph::store::Store; use oxigraph::model::*; use std::time::Instant;
fn rss()->String{ let s=std::fs::read_to_string("/proc/self/status").unwrap(); s.lines().filter(|l|l.starts_with("VmHWM")||l.starts_with("VmRSS")).map(|l|l.split_whitespace().nth(1).unwrap().to_owned()).collect::<Vec<_>>().join("/") }
fn main(){
  let a:Vec<String>=std::env::args().collect();
  let store=Store::open(&a[1]).unwrap();
  let g=NamedNode::new(&a[2]).unwrap();
  let t=Instant::now();
  let n=store.quads_for_pattern(None,None,None,Some((&g).into())).count();
  eprintln!("count {n} {:?} {}",t.elapsed(),rss());
  let chunk:usize=a[4].parse().unwrap(); let flush:usize=a[5].parse().unwrap();
  let t=Instant::now();
  match a[3].as_str(){
   "del"=>{ let mut it=store.quads_for_pattern(None,None,None,Some((&g).into())); let mut done=0; let mut since=0;
     loop{ let part:Vec<Quad>=it.by_ref().take(chunk).map(|q|q.unwrap()).collect(); if part.is_empty(){break} let mut tr=store.start_transaction().unwrap(); for q in &part{tr.remove(q)} tr.commit().unwrap(); done+=part.len(); since+=part.len(); if since>=flush{ since=0; store.flush().unwrap(); } }
     eprintln!("deleted {done} {:?} {}",t.elapsed(),rss()); store.remove_named_graph(&g).unwrap(); }
   "copy"=>{ let to=Store::open(&a[6]).unwrap(); let mut l=to.bulk_loader().with_num_threads(2).with_max_memory_size_in_megabytes(100); let mut b=Vec::new(); for q in store.iter(){ b.push(q.unwrap()); if b.len()>=50000{ l.load_quads(std::mem::take(&mut b)).unwrap(); } } l.load_quads(b).unwrap(); l.commit().unwrap(); eprintln!("copied {:?} {}",t.elapsed(),rss()); to.optimize().unwrap(); }
   _=>{}
  }
  eprintln!("{:?} {}",t.elapsed(),rss());
  let t=Instant::now(); store.optimize().unwrap(); eprintln!("optimize {:?} {}",t.elapsed(),rss());
}
