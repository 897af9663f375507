using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Decomposition;

/// <summary>Principal components of more points than fit into memory, part after part: it keeps their mean and scatter, d x d numbers, and forgets the points.</summary>
/// <remarks>The result is that of all points at once, to rounding. Chan, Golub and LeVeque 1979 for the joining of two parts.</remarks>
public sealed class IncrementalPca
{
    private Scatter? all;

    /// <summary>What the components are found with; only its numbers of components, Standardize, Whiten and Correction count.</summary>
    public Pca Options { get; init; } = new();

    /// <summary>How many points it has seen.</summary>
    public int Count => all?.Count ?? 0;

    /// <summary>Takes in more points, [N, d].</summary>
    /// <exception cref="ArgumentException">They are not rows of as many numbers as those before, or hold one that is not finite.</exception>
    public void Add(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        Check.Floats(nameof(IncrementalPca), points);
        if (points.Rank != 2 || points.Count == 0 || (all is not null && points.Shape[1] != all.Columns))
        {
            throw new ArgumentException($"IncrementalPca: points are rows of {(all is null ? "d" : $"{all.Columns}")} numbers, and these are {points.Shape}.", nameof(points));
        }

        Scatter more = Scatter.Of(nameof(IncrementalPca), points.Detach());
        all = all is null ? more : all.With(more);
    }

    /// <summary>How many points it has seen, in a line.</summary>
    public override string ToString() =>
        $"{Count:N0} points seen{(all is null ? string.Empty : $" with {all.Columns} numbers each")}";

    /// <summary>The components of all points so far.</summary>
    /// <exception cref="InvalidOperationException">There are too few points.</exception>
    public PcaResult Result()
    {
        if (all is null || all.Count <= Options.Correction)
        {
            throw new InvalidOperationException($"IncrementalPca: has seen {Count} points, and needs more than {Options.Correction}; call Add first.");
        }

        using IDisposable off = Gradient.Off();
        int most = all.Columns;
        return Options.Components is null || Options.Components <= most ? Options.FromScatter(all, most)
            : throw new InvalidOperationException($"IncrementalPca: {Options.Components} components are more than the {most} columns.");
    }
}
