namespace NotebookKit.Ops;

/// <summary>Distances between all rows of two tables: d_ij = |a_i - b_j|_p.</summary>
/// <remarks>
/// [.., m, d] and [.., n, d] give [.., m, n]; leading axes of size 1, or missing, repeat. The differences are taken before
/// they are squared, so near points keep their digits; rows of a matrix are taken in blocks, so at most about 4 million differences
/// exist at once while no gradient is recorded. The gradient of a distance 0 is 0.
/// </remarks>
public static class Distances
{
    private const int Block = 1 << 22;

    /// <summary>The distances.</summary>
    /// <exception cref="ArgumentException">The rows have different lengths, or an operand is no matrix.</exception>
    public static Tensor Apply(Tensor a, Tensor b, double p)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Check.SameFloats("CDist", a, b);
        if (a.Rank < 2 || b.Rank < 2 || a.Shape[^1] != b.Shape[^1])
        {
            throw new ArgumentException($"CDist: takes rows of one length, [m, d] and [n, d], and got {a.Shape} and {b.Shape}; give a single point a first axis with Unsqueeze(0).");
        }

        _ = Broadcasting.Join("CDist", new Shape(a.Shape.Span[..^2]), new Shape(b.Shape.Span[..^2]));
        int rows = (int)Math.Max(1, Block / Math.Max(1, (long)b.Shape[^2] * b.Shape[^1]));
        return a.Rank > 2 || b.Rank > 2 || a.Shape[0] <= rows
            ? (a.Unsqueeze(-2) - b.Unsqueeze(-3)).Norm(p, -1)
            : Tensor.Concat([.. a.Split(rows).Select(part => (part.Unsqueeze(-2) - b.Unsqueeze(-3)).Norm(p, -1))]);
    }
}
