namespace NotebookKit.Charts;

/// <summary>Evenly spread numbers, and functions sampled over them.</summary>
internal static class Grid
{
    /// <summary>So many numbers from one end to the other, both included.</summary>
    /// <exception cref="ArgumentException">The range is empty, turned round or not finite.</exception>
    public static Numbers Even((double From, double To) range, int count, string chart, string axis)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        return range.From < range.To && double.IsFinite(range.To - range.From)
            ? Numbers.From(Enumerable.Range(0, count).Select(i => range.From + ((range.To - range.From) * i / (count - 1))))
            : throw new ArgumentException($"{chart}: the range of {axis} must go from a lesser to a greater number, but is {range.From} to {range.To}.", axis);
    }

    /// <summary>z[i, j] = f(x[j], y[i]).</summary>
    public static NumberGrid Sample(Func<double, double, double> f, Numbers x, Numbers y) =>
        NumberGrid.Of([.. y.SelectMany(b => x.Select(a => f(a, b)))], y.Count, x.Count);
}
