namespace NotebookKit.Detection;

/// <summary>Region proposals: from a segmentation that is too fine, join the two most similar neighbours, again and again; every region on the way is a proposal.</summary>
/// <remarks>
/// s = a1 s_color + a2 s_texture + a3 s_size + a4 s_fill (the slide calls the third 'shap'). n first regions give 2n - 1 proposals, the last of
/// them the picture. Uijlings et al. 2013; lecture S2 L8.
/// </remarks>
public sealed record SelectiveSearch
{
    /// <summary>The first, too fine segmentation.</summary>
    public GraphSegmentation Oversegmentation { get; init; } = new() { Scale = 100 };

    /// <summary>a1: how much colour counts.</summary>
    public double ColorWeight { get; init; } = 1;

    /// <summary>a2: how much texture counts.</summary>
    public double TextureWeight { get; init; } = 1;

    /// <summary>a3: how much smallness counts.</summary>
    public double SizeWeight { get; init; } = 1;

    /// <summary>a4: how much fitting into each other counts.</summary>
    public double FillWeight { get; init; } = 1;

    /// <summary>How similar two regions are.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="picture">Pixels of the picture.</param>
    public double Similarity(RegionFeatures a, RegionFeatures b, double picture)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return (ColorWeight * a.ColorSimilarity(b)) + (TextureWeight * a.TextureSimilarity(b)) + (SizeWeight * a.SizeSimilarity(b, picture)) + (FillWeight * a.FillSimilarity(b, picture));
    }

    /// <summary>Searches a picture.</summary>
    /// <param name="image">[channels, H, W] of UInt8, or of floats from 0 to 1.</param>
    /// <exception cref="ArgumentException">It is no picture.</exception>
    public RegionTree Search(Tensor image)
    {
        RegionMap map = Oversegmentation.Segment(image);
        List<RegionNode> nodes = [.. RegionFeatures.Of(image, map).Select(features => new RegionNode(features, null, null))];
        Dictionary<(int A, int B), double> open = [];
        HashSet<int>[] neighbours = Neighbours(map);
        double picture = (double)map.Height * map.Width;
        List<HashSet<int>> near = [.. neighbours];
        for (int a = 0; a < near.Count; a++)
        {
            foreach (int b in near[a].Where(b => b > a))
            {
                open[(a, b)] = Similarity(nodes[a].Features, nodes[b].Features, picture);
            }
        }

        while (open.Count > 0)
        {
            (int a, int b) = Best(open);
            int joined = nodes.Count;
            nodes.Add(new RegionNode(nodes[a].Features.Join(nodes[b].Features), a, b));
            near.Add([.. near[a].Union(near[b]).Where(other => other != a && other != b)]);
            foreach (int other in near[a].Where(other => other != b))
            {
                open.Remove((Math.Min(a, other), Math.Max(a, other)));
                near[other].Remove(a);
            }

            foreach (int other in near[b].Where(other => other != a))
            {
                open.Remove((Math.Min(b, other), Math.Max(b, other)));
                near[other].Remove(b);
            }

            open.Remove((a, b));
            foreach (int other in near[joined])
            {
                near[other].Add(joined);
                open[(other, joined)] = Similarity(nodes[other].Features, nodes[joined].Features, picture);
            }
        }

        return new RegionTree(map, nodes);
    }

    // The most similar pair; of equals that with the lowest numbers, whatever the order of the dictionary.
    private static (int A, int B) Best(Dictionary<(int A, int B), double> open)
    {
        ((int A, int B) best, double most) = ((0, 0), double.NegativeInfinity);
        foreach (((int A, int B) pair, double similarity) in open)
        {
            if (similarity > most || (similarity == most && pair.CompareTo(best) < 0))
            {
                (best, most) = (pair, similarity);
            }
        }

        return best;
    }

    private static HashSet<int>[] Neighbours(RegionMap map)
    {
        HashSet<int>[] near = [.. Enumerable.Range(0, map.Count).Select(_ => new HashSet<int>())];
        void Touch(int a, int b)
        {
            if (a != b)
            {
                near[a].Add(b);
                near[b].Add(a);
            }
        }

        for (int y = 0; y < map.Height; y++)
        {
            for (int x = 0; x < map.Width; x++)
            {
                Touch(map[y, x], map[y, Math.Min(x + 1, map.Width - 1)]);
                Touch(map[y, x], map[Math.Min(y + 1, map.Height - 1), x]);
            }
        }

        return near;
    }
}

/// <summary>A region of the tree: one of the first, or what two became.</summary>
/// <param name="Features">What is known of it.</param>
/// <param name="First">The number of the one it was made of; null for one of the first.</param>
/// <param name="Second">The number of the other.</param>
public sealed record RegionNode(RegionFeatures Features, int? First, int? Second);

/// <summary>All regions of a selective search: the n first, and the n - 1 that they became, in the order of joining.</summary>
public sealed class RegionTree
{
    internal RegionTree(RegionMap first, IReadOnlyList<RegionNode> nodes) => (First, Nodes) = (first, nodes);

    /// <summary>The segmentation it began with.</summary>
    public RegionMap First { get; }

    /// <summary>2n - 1 regions; the last is the picture.</summary>
    public IReadOnlyList<RegionNode> Nodes { get; }

    /// <summary>The proposals: the box of each region, the large ones first, no box twice.</summary>
    /// <param name="least">Regions of fewer pixels are left out.</param>
    /// <param name="most">At most so many; the lecture says up to 2000.</param>
    public IReadOnlyList<Box> Proposals(int least = 0, int most = 2000) =>
        [.. Nodes.Reverse().Where(node => node.Features.Size >= least).Select(node => node.Features.Box).Distinct().Take(most)];

    /// <summary>The regions when only so many were left: the tree at one height.</summary>
    /// <param name="regions">1 to n.</param>
    public RegionMap At(int regions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(regions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(regions, First.Count);
        int[] becomes = [.. Enumerable.Range(0, Nodes.Count)];
        int last = Nodes.Count - regions;
        for (int i = last; i >= First.Count; i--)
        {
            (becomes[Nodes[i].First!.Value], becomes[Nodes[i].Second!.Value]) = (becomes[i], becomes[i]);
        }

        return new RegionMap([.. First.Regions.ToArray().Select(region => becomes[region])], First.Height, First.Width);
    }

    /// <summary>How many, in a line.</summary>
    public override string ToString() => $"{First.Count:N0} regions joined one after the other: {Nodes.Count:N0} proposals";
}
