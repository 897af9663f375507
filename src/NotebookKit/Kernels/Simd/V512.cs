using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NotebookKit.Kernels.Simd;

/// <summary>512 bits at once: 16 floats or 8 doubles.</summary>
/// <remarks>Each member is one Vector512 call, so that the compiler sees straight through; see <see cref="ISimd{TSelf, T}"/>.</remarks>
internal readonly struct V512<T>(Vector512<T> value) : ISimd<V512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> value = value;

    /// <inheritdoc/>
    public static int Count => Vector512<T>.Count;

    /// <inheritdoc/>
    public static V512<T> Zero => new(Vector512<T>.Zero);

    /// <inheritdoc/>
    public static V512<T> One => new(Vector512<T>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Create(T value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V512<T> Load(T* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(V512<T> value, T* target) => value.value.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator +(V512<T> a, V512<T> b) => new(a.value + b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> a, V512<T> b) => new(a.value - b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator *(V512<T> a, V512<T> b) => new(a.value * b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator /(V512<T> a, V512<T> b) => new(a.value / b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> a) => new(-a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> MultiplyAdd(V512<T> a, V512<T> b, V512<T> c) => typeof(T) == typeof(float)
        ? new(Vector512.FusedMultiplyAdd(a.value.AsSingle(), b.value.AsSingle(), c.value.AsSingle()).As<float, T>())
        : new(Vector512.FusedMultiplyAdd(a.value.AsDouble(), b.value.AsDouble(), c.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Max(V512<T> a, V512<T> b) => new(Vector512.Max(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Sqrt(V512<T> a) => new(Vector512.Sqrt(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Abs(V512<T> a) => new(Vector512.Abs(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Exp(V512<T> a) => Exponential.Of<V512<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Min(V512<T> a, V512<T> b) => new(Vector512.Min(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Round(V512<T> a) => typeof(T) == typeof(float)
        ? new(Vector512.Round(a.value.AsSingle()).As<float, T>())
        : new(Vector512.Round(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> PowerOfTwo(V512<T> n) => typeof(T) == typeof(float)
        ? new(((n.value.AsSingle() + Vector512.Create(Constant.SingleExponent)).AsInt32() << 23).As<int, T>())
        : new(((n.value.AsDouble() + Vector512.Create(Constant.DoubleExponent)).AsInt64() << 52).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Scale(V512<T> a, V512<T> n) =>
        !Avx512F.IsSupported ? Exponential.ScaleInTwoSteps<V512<T>, T>(a, n)
        : typeof(T) == typeof(float) ? new(Avx512F.Scale(a.value.AsSingle(), n.value.AsSingle()).As<float, T>())
        : new(Avx512F.Scale(a.value.AsDouble(), n.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Log(V512<T> a) => typeof(T) == typeof(float)
        ? new(Vector512.Log(a.value.AsSingle()).As<float, T>())
        : new(Vector512.Log(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Sin(V512<T> a) => typeof(T) == typeof(float)
        ? new(Vector512.Sin(a.value.AsSingle()).As<float, T>())
        : new(Vector512.Sin(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Cos(V512<T> a) => typeof(T) == typeof(float)
        ? new(Vector512.Cos(a.value.AsSingle()).As<float, T>())
        : new(Vector512.Cos(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ZeroWhereNegative(V512<T> a) => new(Vector512.ConditionalSelect(Vector512.LessThan(a.value, Vector512<T>.Zero), Vector512<T>.Zero, a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> WherePositive(V512<T> test, V512<T> positive, V512<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(test.value, Vector512<T>.Zero), positive.value, otherwise.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> WhereEqual(V512<T> a, V512<T> b, V512<T> equal) => new(Vector512.ConditionalSelect(Vector512.Equals(a.value, b.value), equal.value, Vector512<T>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> WhereNotEqual(V512<T> a, V512<T> b, V512<T> different) => new(Vector512.ConditionalSelect(Vector512.Equals(a.value, b.value), Vector512<T>.Zero, different.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V512<T> First, V512<T> Second) Twice(V512<T> a) => typeof(T) == typeof(float)
        ? (new(Vector512.Shuffle(a.value.AsSingle(), Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7)).As<float, T>()), new(Vector512.Shuffle(a.value.AsSingle(), Vector512.Create(8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15)).As<float, T>()))
        : (new(Vector512.Shuffle(a.value.AsDouble(), Vector512.Create(0L, 0L, 1L, 1L, 2L, 2L, 3L, 3L)).As<double, T>()), new(Vector512.Shuffle(a.value.AsDouble(), Vector512.Create(4L, 4L, 5L, 5L, 6L, 6L, 7L, 7L)).As<double, T>()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(V512<T> a) => !Vector512.EqualsAll(a.value, a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Clamp(V512<T> a, V512<T> low, V512<T> high) =>
        new(Vector512.MinNative(high.value, Vector512.MaxNative(low.value, a.value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(V512<T> a) => Vector512.Sum(a.value);
}
