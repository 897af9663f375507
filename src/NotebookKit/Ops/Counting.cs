namespace NotebookKit.Ops;

/// <summary>Counting equal numbers, numbers between edges, and places in sorted numbers. None of it has a gradient.</summary>
internal static class Counting
{
    /// <summary>Where each value would stand among sorted numbers.</summary>
    public static Tensor SearchSorted(string operation, Tensor sorted, Tensor values, bool right)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        ArgumentNullException.ThrowIfNull(values);
        Kinds.Same(operation, sorted, values);
        bool fits = sorted.Rank == 1 || (sorted.Rank > 1 && sorted.Rank == values.Rank && sorted.Shape.Span[..^1].SequenceEqual(values.Shape.Span[..^1]));
        if (!fits)
        {
            throw new ArgumentException($"{operation}: the sorted numbers are one row [n], or rows for the rows of the values, and these are {sorted.Shape} for {values.Shape}.");
        }

        Tensor places = Tensor.Empty(values.Shape, DType.Int64, values.Device);
        values.Device.SearchSorted(sorted.Detach().Contiguous(), values.Detach().Contiguous(), right, places);
        return places;
    }

    /// <summary>The different numbers in order, which of them each number is, and how often each stands there.</summary>
    public static (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x)
    {
        Tensor numbers = x.Detach().Flatten();
        if (x.Count == 0)
        {
            return (numbers, Tensor.Full(x.Shape, 0, DType.Int64, x.Device), Tensor.Full(new Shape(0), 0, DType.Int64, x.Device));
        }

        Tensor order = Sorting.Places(nameof(Unique), numbers, 0, descending: false);
        Tensor sorted = numbers.IndexSelect(0, order);
        Tensor begins = Tensor.Concat([Tensor.Full(new Shape(1), 1, DType.Bool, x.Device), sorted[1..].NotEqualTo(sorted[..^1])]);
        Tensor ids = begins.CumSum(0) - 1;
        Tensor inverse = Tensor.Full(ids.Shape, 0, DType.Int64, x.Device).Scatter(0, order, ids);
        return (sorted[begins], inverse.Reshape(x.Shape.Span), BinCount(ids, 0));
    }

    /// <summary>How often each number 0, 1, 2, ... stands there.</summary>
    public static Tensor BinCount(Tensor x, int least)
    {
        if (!WholeNumbers.Are(x) || x.Rank != 1)
        {
            throw new ArgumentException($"BinCount: counts a row [n] of Int64 or UInt8, and this is {x.Shape} of {x.DType}; Flatten it, or cast it with To(DType.Int64).");
        }

        Tensor numbers = x.To(DType.Int64);
        double lowest = x.Count == 0 ? 0 : numbers.Min().Item();
        double highest = x.Count == 0 ? -1 : numbers.Max().Item();
        if (lowest < 0 || highest >= Array.MaxLength || least < 0)
        {
            throw new ArgumentException($"BinCount: counts the numbers from 0 on, in at least {least} bins, and {x.Shape} holds {lowest} to {highest}; use Unique.");
        }

        int bins = Math.Max(least, (int)highest + 1);
        return IndexAdd.Apply(Tensor.Full(x.Shape, 1, DType.Int64, x.Device), 0, numbers, bins);
    }

    /// <summary>How many numbers lie between neighbouring edges.</summary>
    public static Tensor Histogram(Tensor x, Tensor edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        Kinds.Same(nameof(Histogram), x, edges);
        int bins = edges.Rank == 1 ? edges.Count - 1 : 0;
        if (bins < 1 || !(edges[..^1] <= edges[1..]).All().Item().Equals(1))
        {
            throw new ArgumentException($"Histogram: takes two or more edges in rising order for {x.Shape}, and these are {edges.Shape}.");
        }

        Tensor numbers = x.Detach().Flatten();
        Tensor first = edges[0];
        Tensor last = edges[bins];
        Tensor inside = numbers[(numbers >= first) & (numbers <= last)];

        // A bin holds its lower edge; only the last holds its upper one too.
        Tensor places = SearchSorted(nameof(Histogram), edges, inside, right: true) - 1;
        return BinCount(Tensor.Where(inside.EqualTo(last), bins - 1, places), bins);
    }
}
