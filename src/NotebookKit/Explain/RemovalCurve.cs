using System.Globalization;
using NotebookKit.Charts;

namespace NotebookKit.Explain;

/// <summary>What a model says while pixels are removed, or put back, in some order.</summary>
/// <param name="Name">Whose order.</param>
/// <param name="Shares">Pixels so far, from 0 to 1.</param>
/// <param name="Scores">The chance, or the score, of the class at each of them.</param>
public sealed record RemovalCurve(string Name, IReadOnlyList<double> Shares, IReadOnlyList<double> Scores)
{
    /// <summary>The area under the curve, by trapezia: small is good for deletion, large for insertion.</summary>
    public double Area => Enumerable.Range(1, Shares.Count - 1).Sum(i => (Shares[i] - Shares[i - 1]) * (Scores[i] + Scores[i - 1]) / 2);

    /// <summary>The mean of curves with the same places, over pictures say.</summary>
    /// <param name="name">What the mean is called.</param>
    /// <param name="curves">Curves of as many steps.</param>
    /// <exception cref="ArgumentException">There are none, or their places differ.</exception>
    public static RemovalCurve MeanOf(string name, IReadOnlyList<RemovalCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        return curves.Count > 0 && curves.All(curve => curve.Shares.SequenceEqual(curves[0].Shares))
            ? new(name, curves[0].Shares, [.. Enumerable.Range(0, curves[0].Scores.Count).Select(i => curves.Average(curve => curve.Scores[i]))])
            : throw new ArgumentException($"RemovalCurve: the mean is of curves with the same shares, one at least, and got {curves.Count}.", nameof(curves));
    }

    /// <summary>Curves on one pair of axes.</summary>
    /// <param name="title">Stands above.</param>
    /// <param name="curves">The curves; their areas stand beside their names.</param>
    /// <param name="axis">What the share is of.</param>
    public static Figure Draw(string title, IReadOnlyList<RemovalCurve> curves, string axis = "share of the pixels removed")
    {
        ArgumentNullException.ThrowIfNull(curves);
        return new(new Plot([.. curves.Select((curve, i) => new LineSeries(Numbers.From(curve.Shares), Numbers.From(curve.Scores))
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{curve.Name} ({curve.Area:F2})"),
            Color = Palette.At(i),
            Dash = i / 4,
            Dots = false,
        })])
        { X = new() { Label = axis, Min = 0, Max = 1 }, Y = new() { Label = "what the model gives the class" } })
        { Title = title };
    }

    /// <summary>Its name and area, in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Scores[0]:F3} to {Scores[^1]:F3} in {Shares.Count - 1} steps, area {Area:F3}");
}
