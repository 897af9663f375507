namespace NotebookKit.Segmentation;

/// <summary>Touching objects cut apart where they are narrow: water rises from the deepest places, and where two lakes meet is the border.</summary>
/// <remarks>Pixels are flooded from the seeds in the order of their depth, the deepest first, and each belongs to the lake that reaches it. Meyer 1994.</remarks>
public static class Watershed
{
    /// <summary>Grows numbered seeds over a mask.</summary>
    /// <param name="depth">[H, W] of floats: where water comes first, such as the distance to the ground.</param>
    /// <param name="seeds">[H, W] of whole numbers: 0, or the number of the object that begins there.</param>
    /// <param name="mask">[H, W]: what may be flooded.</param>
    /// <returns>[H, W] of Int64: the object of each pixel of the mask that a seed reaches, else 0.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Tensor Flood(Tensor depth, Tensor seeds, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(depth);
        (LabelGrid from, LabelGrid land) = LabelGrid.Of(nameof(Watershed), seeds, mask);
        if (depth.Shape != seeds.Shape)
        {
            throw new ArgumentException($"Watershed: depth {depth.Shape} and seeds {seeds.Shape} have one size.");
        }

        double[] deep = depth.To(DType.Float64).ToArray<double>();
        long[] lakes = new long[deep.Length];
        PriorityQueue<int, (double, int)> shore = new();
        int turn = 0;
        for (int p = 0; p < lakes.Length; p++)
        {
            if (from.Values[p] != 0 && land.Values[p] != 0)
            {
                lakes[p] = from.Values[p];
                shore.Enqueue(p, (-deep[p], turn++));
            }
        }

        while (shore.TryDequeue(out int place, out _))
        {
            foreach ((int, int) step in LabelGrid.Sides)
            {
                int next = land.Step(place, step);
                if (next >= 0 && lakes[next] == 0 && land.Values[next] != 0)
                {
                    lakes[next] = lakes[place];
                    shore.Enqueue(next, (-deep[next], turn++));
                }
            }
        }

        return Tensor.Wrap(lakes, depth.Shape);
    }

    /// <summary>Cuts a mask into round objects: seeds are the pieces that stay when the mask wears away to its deep parts.</summary>
    /// <param name="mask">[H, W] of whole numbers or Booleans.</param>
    /// <param name="depth">How deep, in pixels, a seed is at least: less than an object's radius, more than half a bridge between two. Pieces without a seed stay whole.</param>
    /// <exception cref="ArgumentException">It is no map [H, W] of whole numbers.</exception>
    public static Components Split(Tensor mask, double depth)
    {
        Tensor distance = PixelDistance.ToGround(mask);
        long[] seeds = Components.Of(distance >= depth, diagonal: true).Numbers.ToArray<long>();
        Components pieces = Components.Of(mask);
        long[] piece = pieces.Numbers.ToArray<long>();
        long next = seeds.DefaultIfEmpty().Max();
        HashSet<long> seeded = [.. piece.Zip(seeds).Where(pair => pair.Second > 0).Select(pair => pair.First)];
        Dictionary<long, long> whole = [];
        for (int p = 0; p < piece.Length; p++)
        {
            if (piece[p] > 0 && !seeded.Contains(piece[p]))
            {
                seeds[p] = whole.TryGetValue(piece[p], out long known) ? known : whole[piece[p]] = ++next;
            }
        }

        return Components.Of(Flood(distance, Tensor.Wrap(seeds, distance.Shape), mask));
    }
}
