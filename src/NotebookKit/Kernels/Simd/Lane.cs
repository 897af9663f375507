using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels.Simd;

/// <summary>One number at a time: the same kernels on a processor without vectors, and the yardstick for the others.</summary>
internal readonly struct Lane<T>(T value) : ISimd<Lane<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static Lane<T> Zero => new(T.Zero);

    /// <inheritdoc/>
    public static Lane<T> One => new(T.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Create(T value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane<T> Load(T* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Lane<T> value, T* target) => *target = value.value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator +(Lane<T> a, Lane<T> b) => new(a.value + b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator -(Lane<T> a, Lane<T> b) => new(a.value - b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator *(Lane<T> a, Lane<T> b) => new(a.value * b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator /(Lane<T> a, Lane<T> b) => new(a.value / b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator -(Lane<T> a) => new(-a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> MultiplyAdd(Lane<T> a, Lane<T> b, Lane<T> c) => new(T.FusedMultiplyAdd(a.value, b.value, c.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Max(Lane<T> a, Lane<T> b) => new(T.Max(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Sqrt(Lane<T> a) => new(T.Sqrt(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Abs(Lane<T> a) => new(T.Abs(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Exp(Lane<T> a) => new(T.Exp(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Min(Lane<T> a, Lane<T> b) => new(T.Min(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Round(Lane<T> a) => new(T.Round(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> PowerOfTwo(Lane<T> n) => new(T.ScaleB(T.One, Constant.Whole(n.value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Log(Lane<T> a) => new(T.Log(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Sin(Lane<T> a) => new(T.Sin(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Cos(Lane<T> a) => new(T.Cos(a.value));

    /// <inheritdoc/>
    public static Lane<T> ZeroWhereNegative(Lane<T> a) => a.value < T.Zero ? Zero : a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> WherePositive(Lane<T> test, Lane<T> positive, Lane<T> otherwise) =>
        test.value > T.Zero ? positive : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> WhereEqual(Lane<T> a, Lane<T> b, Lane<T> equal) => a.value == b.value ? equal : Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> WhereNotEqual(Lane<T> a, Lane<T> b, Lane<T> different) => a.value == b.value ? Zero : different;

    /// <inheritdoc/>
    public static (Lane<T> First, Lane<T> Second) Twice(Lane<T> a) => (a, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(Lane<T> a) => T.IsNaN(a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Clamp(Lane<T> a, Lane<T> low, Lane<T> high) => a.value < low.value ? low : a.value > high.value ? high : a;

    /// <inheritdoc/>
    public static T Sum(Lane<T> a) => a.value;
}
