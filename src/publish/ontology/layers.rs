//! Places boxes in columns: each box is left of those that it points to, and near them (after Sugiyama, Tagawa and
//! Toda, "Methods for visual understanding of hierarchical system structures", 1981).

/// A box to place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) x: f64,
    pub(super) y: f64,
    column: usize,
}

impl Node {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, x: 0.0, y: 0.0, column: 0 }
    }
}

/// Distance between columns, and between boxes of one column.
const ACROSS: f64 = 74.0;
const DOWN: f64 = 18.0;

/// Places boxes that are joined by arrows; returns the width and the height of the whole. A cycle of arrows is cut
/// where it closes in the order of the boxes.
pub(super) fn place(nodes: &mut [Node], arrows: &[(usize, usize)]) -> (f64, f64) {
    let arrows = without_circles(nodes.len(), arrows);
    columns(nodes, &arrows);
    let count = nodes.iter().map(|n| n.column + 1).max().unwrap_or(0);
    let mut order: Vec<Vec<usize>> =
        (0..count).map(|c| (0..nodes.len()).filter(|n| nodes[*n].column == c).collect()).collect();
    // From column to column and back, each box moves to the middle of those it is joined to.
    for column in &order {
        stack(nodes, column);
    }
    for round in 0..24 {
        let columns: Vec<usize> = if round % 2 == 0 { (0..count).collect() } else { (0..count).rev().collect() };
        for column in columns {
            let mut wanted: Vec<(f64, usize)> = order[column]
                .iter()
                .map(|&n| {
                    let joined = |&&(a, b): &&(usize, usize)| a == n || b == n;
                    let others: Vec<f64> = arrows
                        .iter()
                        .filter(joined)
                        .map(|&(a, b)| if a == n { b } else { a })
                        .map(|o| nodes[o].y + nodes[o].height / 2.0)
                        .collect();
                    let middle = nodes[n].y + nodes[n].height / 2.0;
                    let mean = others.iter().sum::<f64>() / others.len().max(1) as f64;
                    (if others.is_empty() { middle } else { mean }, n)
                })
                .collect();
            wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            settle(nodes, &wanted);
            order[column] = wanted.into_iter().map(|(_, n)| n).collect();
        }
    }
    let top = nodes.iter().map(|n| n.y).fold(f64::INFINITY, f64::min);
    let mut x = 0.0;
    for column in &order {
        let width = column.iter().map(|n| nodes[*n].width).fold(0.0, f64::max);
        for &n in column {
            nodes[n].x = x;
            nodes[n].y -= top;
        }
        x += width + ACROSS;
    }
    let height = nodes.iter().map(|n| n.y + n.height).fold(0.0, f64::max);
    ((x - ACROSS).max(0.0), height)
}

fn without_circles(count: usize, arrows: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for &(from, to) in arrows {
        if from == to || from >= count || to >= count || kept.contains(&(from, to)) {
            continue;
        }
        let mut seen = vec![false; count];
        let mut next = vec![to];
        while let Some(n) = next.pop() {
            if !std::mem::replace(&mut seen[n], true) {
                next.extend(kept.iter().filter(|(a, _)| *a == n).map(|(_, b)| *b));
            }
        }
        if !seen[from] {
            kept.push((from, to));
        }
    }
    kept
}

/// Each box is one column left of the leftmost that it points to.
fn columns(nodes: &mut [Node], arrows: &[(usize, usize)]) {
    let mut rank = vec![0_usize; nodes.len()];
    for _ in 0..nodes.len() {
        for &(from, to) in arrows {
            rank[from] = rank[from].max(rank[to] + 1);
        }
    }
    let last = rank.iter().copied().max().unwrap_or(0);
    for (n, node) in nodes.iter_mut().enumerate() {
        node.column = last - rank[n];
    }
}

fn stack(nodes: &mut [Node], column: &[usize]) {
    let mut y = 0.0;
    for &n in column {
        nodes[n].y = y;
        y += nodes[n].height + DOWN;
    }
}

/// Places boxes in their order, each as near as possible to where its middle should be.
fn settle(nodes: &mut [Node], wanted: &[(f64, usize)]) {
    // Runs of boxes that touch; each run is at the average of its boxes' wanted positions.
    let mut runs: Vec<(f64, f64, Vec<usize>)> = Vec::new();
    for &(middle, n) in wanted {
        runs.push((middle - nodes[n].height / 2.0, nodes[n].height + DOWN, vec![n]));
        while let [.., a, b] = runs.as_slice() {
            if a.0 + a.1 <= b.0 {
                break;
            }
            let (a_count, b_count) = (a.2.len() as f64, b.2.len() as f64);
            let top = (a.0 * a_count + (b.0 - a.1) * b_count) / (a_count + b_count);
            let joined = (top, a.1 + b.1, [a.2.as_slice(), b.2.as_slice()].concat());
            runs.truncate(runs.len() - 2);
            runs.push(joined);
        }
    }
    for (mut y, _, run) in runs {
        for n in run {
            nodes[n].y = y;
            y += nodes[n].height + DOWN;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_stand_apart_and_arrows_lead_to_the_right() {
        let mut nodes: Vec<Node> = (0..12).map(|n| Node::new(100.0, 20.0 + f64::from(n) * 7.0)).collect();
        let arrows: Vec<(usize, usize)> = (1..12).map(|n| (n, n / 3)).chain([(0, 11), (3, 3)]).collect();
        let (width, height) = place(&mut nodes, &arrows);
        for (a, b) in arrows.iter().filter(|a| **a != (0, 11) && a.0 != a.1) {
            assert!(nodes[*a].x < nodes[*b].x, "{a} {b}");
        }
        for (n, a) in nodes.iter().enumerate() {
            assert!(a.x >= 0.0 && a.y >= 0.0 && a.x + a.width <= width && a.y + a.height <= height);
            for b in &nodes[n + 1..] {
                assert!(a.x != b.x || a.y + a.height <= b.y || b.y + b.height <= a.y);
            }
        }
        assert_eq!(place(&mut [], &[]), (0.0, 0.0));
    }
}
