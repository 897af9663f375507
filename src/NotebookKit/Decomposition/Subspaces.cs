namespace NotebookKit.Decomposition;

/// <summary>Comparing planes, whatever axes they are given by.</summary>
public static class Subspaces
{
    /// <summary>The principal angles between two subspaces, in degrees, the smallest first: all 0 where both are the same, 90 where a direction of one is upright on the other.</summary>
    /// <remarks>The arcsines and arccosines of the singular values of Q1' Q2, with Q an orthonormal basis of each; small angles by the sine, which keeps their digits. Bjorck and Golub 1973.</remarks>
    /// <param name="first">[d, k]: its columns span the one.</param>
    /// <param name="second">[d, k]: its columns span the other.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the columns of one are not independent.</exception>
    public static double[] PrincipalAngles(Tensor first, Tensor second)
    {
        Tensor one = Basis(first), other = Basis(second);
        if (one.Shape != other.Shape)
        {
            throw new ArgumentException($"PrincipalAngles: takes two matrices [d, k] of one shape, and got {first.Shape} and {second.Shape}.", nameof(second));
        }

        Tensor shared = one.Transpose().MatMul(other);
        double[] cosines = shared.Svd().S.ToArray<double>();
        double[] sines = [.. (other - one.MatMul(shared)).Svd().S.ToArray<double>().Reverse()];
        return [.. cosines.Zip(sines, (cosine, sine) => 180 / Math.PI * (cosine * cosine >= 0.5 ? Math.Asin(Math.Min(1, sine)) : Math.Acos(Math.Clamp(cosine, -1, 1)))).Order()];
    }

    private static Tensor Basis(Tensor columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Rank != 2 || columns.Shape[0] < columns.Shape[1] || columns.Shape[1] == 0)
        {
            throw new ArgumentException($"PrincipalAngles: takes matrices [d, k] with k of 1 to d, and got {columns.Shape}.", nameof(columns));
        }

        (Tensor u, Tensor values, _) = columns.Detach().To(DType.Float64).Svd();
        double[] sizes = values.ToArray<double>();
        return sizes[^1] > 1e-12 * sizes[0]
            ? u
            : throw new ArgumentException($"PrincipalAngles: the columns of {columns.Shape} are not independent; their singular values reach from {sizes[0]:G3} to {sizes[^1]:G3}.", nameof(columns));
    }
}
