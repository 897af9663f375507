using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Whether x stands so to y, for each pair of numbers. The answer is Bool and has no gradient.</summary>
/// <remarks>Every kind of number, both operands of one kind; shapes that fit by repeating axes of size 1. Nothing is equal to, above or below NaN.</remarks>
internal static class Comparison
{
    /// <summary>Compares two tensors.</summary>
    /// <exception cref="ArgumentException">The kinds or shapes do not fit.</exception>
    public static Tensor Apply<TTest>(Tensor x, Tensor y)
        where TTest : struct, IComparison
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Kinds.Same(typeof(TTest).Name, x, y);
        Tensor z = Tensor.Empty(Broadcasting.Join(typeof(TTest).Name, x.Shape, y.Shape), DType.Bool, x.Device);
        x.Device.Compare<TTest>(x, y, z);
        return z;
    }

    /// <summary>Compares a tensor with one number; whole numbers become Float64 where the number is not one of theirs.</summary>
    public static Tensor Apply<TTest>(Tensor x, double value)
        where TTest : struct, IComparison
    {
        ArgumentNullException.ThrowIfNull(x);
        DType dtype = Kinds.Fits(x.DType, value) ? x.DType : DType.Float64;
        return Apply<TTest>(x.Detach().To(dtype), Tensor.Full(new Shape([]), value, dtype, x.Device));
    }

    /// <summary>x equals y.</summary>
    public readonly struct EqualTo : IComparison
    {
        /// <inheritdoc/>
        public static bool Holds<T>(T x, T y)
            where T : INumber<T> => x == y;
    }

    /// <summary>x differs from y.</summary>
    public readonly struct NotEqualTo : IComparison
    {
        /// <inheritdoc/>
        public static bool Holds<T>(T x, T y)
            where T : INumber<T> => x != y;
    }

    /// <summary>x is above y.</summary>
    public readonly struct Greater : IComparison
    {
        /// <inheritdoc/>
        public static bool Holds<T>(T x, T y)
            where T : INumber<T> => x > y;
    }

    /// <summary>x is above or equals y.</summary>
    public readonly struct GreaterOrEqual : IComparison
    {
        /// <inheritdoc/>
        public static bool Holds<T>(T x, T y)
            where T : INumber<T> => x >= y;
    }

    /// <summary>x is below y.</summary>
    public readonly struct Less : IComparison
    {
        /// <inheritdoc/>
        public static bool Holds<T>(T x, T y)
            where T : INumber<T> => x < y;
    }

    /// <summary>x is below or equals y.</summary>
    public readonly struct LessOrEqual : IComparison
    {
        /// <inheritdoc/>
        public static bool Holds<T>(T x, T y)
            where T : INumber<T> => x <= y;
    }
}
