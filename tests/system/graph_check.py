# SPDX-License-Identifier: Apache-2.0
"""Do networkx and pandas read the same graphs? Prints what was read; exit 1 where GraphML and CSV differ.

    graph_check.py FOLDER
"""
import pathlib
import sys

import networkx
import pandas

folder = pathlib.Path(sys.argv[1])


def same(what, ours, theirs):
    if ours != theirs:
        sys.exit(f"{what}: {ours} in CSV, {theirs} in GraphML")


def check(graph_file, nodes_file, edges_file, node, ends):
    graph = networkx.read_graphml(folder / graph_file)
    nodes = pandas.read_csv(folder / nodes_file, dtype={node: str}, keep_default_na=False)
    edges = pandas.read_csv(folder / edges_file, dtype={ends[0]: str, ends[1]: str}, keep_default_na=False)
    same(f"{graph_file}: nodes", set(nodes[node]), set(graph.nodes))
    pairs = set(zip(edges[ends[0]], edges[ends[1]]))
    theirs = set(graph.edges) if graph.is_directed() else {tuple(sorted(e, key=int)) for e in graph.edges}
    same(f"{graph_file}: edges", pairs, theirs)
    for column in nodes.columns.drop(node):
        for name, value in zip(nodes[node], nodes[column]):
            same(f"{graph_file}: {column} of {name}", str(value), str(graph.nodes[name].get(column, "")))
    for column in edges.columns.drop(list(ends)):
        for a, b, value in zip(edges[ends[0]], edges[ends[1]], edges[column]):
            theirs = graph.edges[a, b].get(column, "")
            same(f"{graph_file}: {column} of {a}-{b}", value, type(value)(theirs))
    print(f"{graph_file}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges, "
          f"{'directed' if graph.is_directed() else 'undirected'}")
    return graph, nodes


if (folder / "network.graphml").exists():
    ties, parents = check("network.graphml", "network-parents.csv", "network-ties.csv", "parent", ("a", "b"))
    same("degrees", [int(t) for t in parents["ties"]], [ties.degree[p] for p in parents["parent"]])
check("referrals.graphml", "services.csv", "referrals.csv", "service", ("from", "to"))
