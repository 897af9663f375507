namespace NotebookKit.Segmentation;

/// <summary>The connected pieces of a map of labels: the simplest way from a class for each pixel to objects. Lecture S2 L7 (instances).</summary>
/// <remarks>Two neighbours belong together where both have the same number other than 0. Touching objects become one piece: what a contour class, or <see cref="Watershed"/>, is for.</remarks>
public sealed record Components
{
    private Components(Tensor numbers, int count) => (Numbers, Count) = (numbers, count);

    /// <summary>[H, W] of Int64: 0 for the ground, else 1, 2, .. in the order in which pieces are met, row by row.</summary>
    public Tensor Numbers { get; }

    /// <summary>How many pieces there are.</summary>
    public int Count { get; }

    /// <summary>Pixels of each piece, the first one first.</summary>
    public IReadOnlyList<int> Sizes
    {
        get
        {
            int[] sizes = new int[Count];
            foreach (long number in Numbers.ToArray<long>())
            {
                if (number > 0)
                {
                    sizes[number - 1]++;
                }
            }

            return sizes;
        }
    }

    /// <summary>Finds the pieces of a mask or map of classes.</summary>
    /// <param name="map">[H, W] of whole numbers or Booleans; 0 is the ground.</param>
    /// <param name="diagonal">Whether pixels that share only a corner are neighbours as well.</param>
    /// <exception cref="ArgumentException">It is no map [H, W] of whole numbers.</exception>
    public static Components Of(Tensor map, bool diagonal = false)
    {
        LabelGrid grid = LabelGrid.Of(nameof(Components), map);
        long[] numbers = new long[grid.Values.Length];
        Stack<int> open = new();
        int count = 0;
        for (int start = 0; start < numbers.Length; start++)
        {
            if (grid.Values[start] == 0 || numbers[start] != 0)
            {
                continue;
            }

            numbers[start] = ++count;
            open.Push(start);
            while (open.TryPop(out int place))
            {
                foreach ((int, int) step in diagonal ? LabelGrid.All : LabelGrid.Sides)
                {
                    int next = grid.Step(place, step);
                    if (next >= 0 && numbers[next] == 0 && grid.Values[next] == grid.Values[start])
                    {
                        numbers[next] = count;
                        open.Push(next);
                    }
                }
            }
        }

        return new(Tensor.Wrap(numbers, [grid.Height, grid.Width]), count);
    }

    /// <summary>The same without pieces of fewer pixels, numbered anew: dust is seldom an object.</summary>
    /// <param name="pixels">The fewest that stay.</param>
    public Components WithoutSmall(int pixels)
    {
        IReadOnlyList<int> sizes = Sizes;
        long[] fresh = new long[Count + 1];
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            fresh[i + 1] = sizes[i] >= pixels ? ++count : 0;
        }

        return new(Tensor.Wrap(Array.ConvertAll(Numbers.ToArray<long>(), number => fresh[number]), Numbers.Shape), count);
    }

    /// <summary>How many pieces, in a line.</summary>
    public override string ToString() => $"{Count} connected pieces in {Numbers.Shape[0]} x {Numbers.Shape[1]} pixels";
}
