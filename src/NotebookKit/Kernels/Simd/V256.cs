using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NotebookKit.Kernels.Simd;

/// <summary>256 bits at once: 8 floats or 4 doubles.</summary>
/// <remarks>Each member is one Vector256 call, so that the compiler sees straight through; see <see cref="ISimd{TSelf, T}"/>.</remarks>
internal readonly struct V256<T>(Vector256<T> value) : ISimd<V256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> value = value;

    /// <inheritdoc/>
    public static int Count => Vector256<T>.Count;

    /// <inheritdoc/>
    public static V256<T> Zero => new(Vector256<T>.Zero);

    /// <inheritdoc/>
    public static V256<T> One => new(Vector256<T>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Create(T value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V256<T> Load(T* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(V256<T> value, T* target) => value.value.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator +(V256<T> a, V256<T> b) => new(a.value + b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> a, V256<T> b) => new(a.value - b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator *(V256<T> a, V256<T> b) => new(a.value * b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator /(V256<T> a, V256<T> b) => new(a.value / b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> a) => new(-a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> MultiplyAdd(V256<T> a, V256<T> b, V256<T> c) => typeof(T) == typeof(float)
        ? new(Vector256.FusedMultiplyAdd(a.value.AsSingle(), b.value.AsSingle(), c.value.AsSingle()).As<float, T>())
        : new(Vector256.FusedMultiplyAdd(a.value.AsDouble(), b.value.AsDouble(), c.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Max(V256<T> a, V256<T> b) => new(Vector256.Max(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Sqrt(V256<T> a) => new(Vector256.Sqrt(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Abs(V256<T> a) => new(Vector256.Abs(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Exp(V256<T> a) => Exponential.Of<V256<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Min(V256<T> a, V256<T> b) => new(Vector256.Min(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Round(V256<T> a) => typeof(T) == typeof(float)
        ? new(Vector256.Round(a.value.AsSingle()).As<float, T>())
        : new(Vector256.Round(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> PowerOfTwo(V256<T> n) => typeof(T) == typeof(float)
        ? new(((n.value.AsSingle() + Vector256.Create(Constant.SingleExponent)).AsInt32() << 23).As<int, T>())
        : new(((n.value.AsDouble() + Vector256.Create(Constant.DoubleExponent)).AsInt64() << 52).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Log(V256<T> a) => typeof(T) == typeof(float)
        ? new(Vector256.Log(a.value.AsSingle()).As<float, T>())
        : new(Vector256.Log(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Sin(V256<T> a) => typeof(T) == typeof(float)
        ? new(Vector256.Sin(a.value.AsSingle()).As<float, T>())
        : new(Vector256.Sin(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Cos(V256<T> a) => typeof(T) == typeof(float)
        ? new(Vector256.Cos(a.value.AsSingle()).As<float, T>())
        : new(Vector256.Cos(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ZeroWhereNegative(V256<T> a) => new(Vector256.AndNot(a.value, Vector256.LessThan(a.value, Vector256<T>.Zero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> WherePositive(V256<T> test, V256<T> positive, V256<T> otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(test.value, Vector256<T>.Zero), positive.value, otherwise.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> WhereEqual(V256<T> a, V256<T> b, V256<T> equal) => new(Vector256.Equals(a.value, b.value) & equal.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> WhereNotEqual(V256<T> a, V256<T> b, V256<T> different) => new(Vector256.AndNot(different.value, Vector256.Equals(a.value, b.value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V256<T> First, V256<T> Second) Twice(V256<T> a) => typeof(T) == typeof(float)
        ? (new(Vector256.Shuffle(a.value.AsSingle(), Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3)).As<float, T>()), new(Vector256.Shuffle(a.value.AsSingle(), Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7)).As<float, T>()))
        : (new(Vector256.Shuffle(a.value.AsDouble(), Vector256.Create(0L, 0L, 1L, 1L)).As<double, T>()), new(Vector256.Shuffle(a.value.AsDouble(), Vector256.Create(2L, 2L, 3L, 3L)).As<double, T>()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(V256<T> a) => !Vector256.EqualsAll(a.value, a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Clamp(V256<T> a, V256<T> low, V256<T> high) =>
        new(Vector256.MinNative(high.value, Vector256.MaxNative(low.value, a.value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(V256<T> a) => Vector256.Sum(a.value);
}
