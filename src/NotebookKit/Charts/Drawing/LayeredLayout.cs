namespace NotebookKit.Charts.Drawing;

/// <summary>Places the nodes of a directed graph in columns so that edges lead to the right, after Sugiyama 1981.</summary>
/// <remarks>An edge that would close a circle is taken the other way round; an edge over several columns holds a place free in each of them.</remarks>
internal sealed class LayeredLayout
{
    private readonly List<List<int>> columns = [];
    private readonly int nodes;

    /// <summary>Places nodes 0 to count - 1.</summary>
    public LayeredLayout(int count, IReadOnlyList<(int From, int To)> edges)
    {
        nodes = count;
        var forward = WithoutCircles(count, edges);
        Column = [.. Columns(count, forward.Where(edge => edge.From != edge.To).ToArray())];
        var links = new List<(int From, int To)>();
        Routes = [.. forward.Select(edge => Route(edge, links))];
        for (int node = 0; node < Column.Count; node++)
        {
            while (columns.Count <= Column[node])
            {
                columns.Add([]);
            }

            columns[Column[node]].Add(node);
        }

        Untangle(links);
    }

    /// <summary>The column of each node, and after them of the places that long edges hold.</summary>
    public List<int> Column { get; }

    /// <summary>For each edge the nodes and held places that it passes from left to right.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Routes { get; }

    /// <summary>The nodes and held places of each column from top to bottom.</summary>
    public IReadOnlyList<IReadOnlyList<int>> InOrder => columns;

    /// <summary>Whether a place belongs to a passing edge instead of a node.</summary>
    public bool IsHeld(int place) => place >= nodes;

    /// <summary>The column of each node of a graph without circles: right of all it comes from; what comes from nothing stands just left of its first use.</summary>
    public static int[] Columns(int count, IReadOnlyList<(int From, int To)> edges)
    {
        int[] column = new int[count];
        // Every pass settles at least one more column, so a graph without circles is done after as many as it has nodes.
        bool moved = true;
        for (int pass = 0; pass < count && moved; pass++)
        {
            moved = false;
            foreach (var (from, to) in edges)
            {
                if (column[to] <= column[from])
                {
                    (column[to], moved) = (column[from] + 1, true);
                }
            }
        }

        var targets = edges.Select(edge => edge.To).ToHashSet();
        foreach (var uses in edges.Where(edge => !targets.Contains(edge.From)).GroupBy(edge => edge.From))
        {
            column[uses.Key] = uses.Min(edge => column[edge.To]) - 1;
        }

        return column;
    }

    private static (int From, int To)[] WithoutCircles(int count, IReadOnlyList<(int From, int To)> edges)
    {
        var leaving = edges.ToLookup(edge => edge.From, edge => edge.To);
        // 0 not seen, 1 on the way to where we are, 2 done: an edge to 1 closes a circle.
        int[] state = new int[count];
        var back = new HashSet<(int, int)>();
        for (int root = 0; root < count; root++)
        {
            if (state[root] != 0)
            {
                continue;
            }

            var path = new Stack<(int Node, IEnumerator<int> Next)>();
            state[root] = 1;
            path.Push((root, leaving[root].GetEnumerator()));
            while (path.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                {
                    state[top.Node] = 2;
                    path.Pop();
                }
                else if (state[top.Next.Current] == 0)
                {
                    state[top.Next.Current] = 1;
                    path.Push((top.Next.Current, leaving[top.Next.Current].GetEnumerator()));
                }
                else if (state[top.Next.Current] == 1)
                {
                    back.Add((top.Node, top.Next.Current));
                }
            }
        }

        return [.. edges.Select(edge => back.Contains(edge) ? (edge.To, edge.From) : edge)];
    }

    private List<int> Route((int From, int To) edge, List<(int From, int To)> links)
    {
        List<int> route = [edge.From];
        for (int column = Column[edge.From] + 1; column < Column[edge.To]; column++)
        {
            route.Add(Column.Count);
            Column.Add(column);
        }

        if (edge.From != edge.To)
        {
            route.Add(edge.To);
        }

        links.AddRange(route.Zip(route.Skip(1)));
        return route;
    }

    // Each node moves to the mean height of its neighbours in the column before, then in the column after, a few times.
    private void Untangle(List<(int From, int To)> links)
    {
        var before = links.ToLookup(link => link.To, link => link.From);
        var after = links.ToLookup(link => link.From, link => link.To);
        for (int sweep = 0; sweep < 8; sweep++)
        {
            bool right = sweep % 2 == 0;
            for (int i = 1; i < columns.Count; i++)
            {
                var column = columns[right ? i : columns.Count - 1 - i];
                var fixedOne = columns[right ? i - 1 : columns.Count - i];
                var height = fixedOne.Select((node, row) => (node, row)).ToDictionary(pair => pair.node, pair => pair.row - (fixedOne.Count / 2.0));
                var wanted = column.Select((node, row) => (Node: node, At: (right ? before : after)[node].Where(height.ContainsKey).Select(n => height[n]).DefaultIfEmpty(row - (column.Count / 2.0)).Average())).OrderBy(pair => pair.At).ToArray();
                column.Clear();
                column.AddRange(wanted.Select(pair => pair.Node));
            }
        }
    }
}
