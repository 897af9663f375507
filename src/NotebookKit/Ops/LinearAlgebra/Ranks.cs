using MathNet.Numerics.LinearAlgebra;

namespace NotebookKit.Ops;

/// <summary>The rank of matrices: how many singular values are above the cutoff.</summary>
/// <remarks>[.., m, n] gives [..] of Int64. No gradient: a count is flat.</remarks>
public static class Ranks
{
    /// <summary>The ranks.</summary>
    public static Tensor Apply(Tensor x, double? cutoff)
    {
        Matrices.Check("MatrixRank", x);
        double limit = Cutoff(x, cutoff);
        return Matrices.Each(x, 1, 1, (a, _) => Svd.Values(a) is var s ? Matrix<double>.Build.Dense(1, 1, s.Count(value => value > limit * s[0])) : a)
            .Reshape(x.Shape.Span[..^2]).To(DType.Int64);
    }

    /// <summary>The part of the largest singular value that counts as 0.</summary>
    internal static double Cutoff(Tensor x, double? cutoff) =>
        cutoff ?? (Math.Max(x.Shape[^1], x.Shape[^2]) * Math.ScaleB(1, x.DType == DType.Float32 ? -23 : -52));
}
