using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NotebookKit.Kernels.Simd;

/// <summary>128 bits at once: 4 floats or 2 doubles.</summary>
/// <remarks>Each member is one Vector128 call, so that the compiler sees straight through; see <see cref="ISimd{TSelf, T}"/>.</remarks>
internal readonly struct V128<T>(Vector128<T> value) : ISimd<V128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector128<T> value = value;

    /// <inheritdoc/>
    public static int Count => Vector128<T>.Count;

    /// <inheritdoc/>
    public static V128<T> Zero => new(Vector128<T>.Zero);

    /// <inheritdoc/>
    public static V128<T> One => new(Vector128<T>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Create(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V128<T> Load(T* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(V128<T> value, T* target) => value.value.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator +(V128<T> a, V128<T> b) => new(a.value + b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> a, V128<T> b) => new(a.value - b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator *(V128<T> a, V128<T> b) => new(a.value * b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator /(V128<T> a, V128<T> b) => new(a.value / b.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> a) => new(-a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> MultiplyAdd(V128<T> a, V128<T> b, V128<T> c) => typeof(T) == typeof(float)
        ? new(Vector128.FusedMultiplyAdd(a.value.AsSingle(), b.value.AsSingle(), c.value.AsSingle()).As<float, T>())
        : new(Vector128.FusedMultiplyAdd(a.value.AsDouble(), b.value.AsDouble(), c.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Max(V128<T> a, V128<T> b) => new(Vector128.Max(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Sqrt(V128<T> a) => new(Vector128.Sqrt(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Abs(V128<T> a) => new(Vector128.Abs(a.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Exp(V128<T> a) => Exponential.Of<V128<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Min(V128<T> a, V128<T> b) => new(Vector128.Min(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Round(V128<T> a) => typeof(T) == typeof(float)
        ? new(Vector128.Round(a.value.AsSingle()).As<float, T>())
        : new(Vector128.Round(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> PowerOfTwo(V128<T> n) => typeof(T) == typeof(float)
        ? new(((n.value.AsSingle() + Vector128.Create(Constant.SingleExponent)).AsInt32() << 23).As<int, T>())
        : new(((n.value.AsDouble() + Vector128.Create(Constant.DoubleExponent)).AsInt64() << 52).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Log(V128<T> a) => typeof(T) == typeof(float)
        ? new(Vector128.Log(a.value.AsSingle()).As<float, T>())
        : new(Vector128.Log(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Sin(V128<T> a) => typeof(T) == typeof(float)
        ? new(Vector128.Sin(a.value.AsSingle()).As<float, T>())
        : new(Vector128.Sin(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Cos(V128<T> a) => typeof(T) == typeof(float)
        ? new(Vector128.Cos(a.value.AsSingle()).As<float, T>())
        : new(Vector128.Cos(a.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ZeroWhereNegative(V128<T> a) => new(Vector128.AndNot(a.value, Vector128.LessThan(a.value, Vector128<T>.Zero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> WherePositive(V128<T> test, V128<T> positive, V128<T> otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(test.value, Vector128<T>.Zero), positive.value, otherwise.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> WhereEqual(V128<T> a, V128<T> b, V128<T> equal) => new(Vector128.Equals(a.value, b.value) & equal.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> WhereNotEqual(V128<T> a, V128<T> b, V128<T> different) => new(Vector128.AndNot(different.value, Vector128.Equals(a.value, b.value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V128<T> First, V128<T> Second) Twice(V128<T> a) => typeof(T) == typeof(float)
        ? (new(Vector128.Shuffle(a.value.AsSingle(), Vector128.Create(0, 0, 1, 1)).As<float, T>()), new(Vector128.Shuffle(a.value.AsSingle(), Vector128.Create(2, 2, 3, 3)).As<float, T>()))
        : (new(Vector128.Shuffle(a.value.AsDouble(), Vector128.Create(0L, 0L)).As<double, T>()), new(Vector128.Shuffle(a.value.AsDouble(), Vector128.Create(1L, 1L)).As<double, T>()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(V128<T> a) => !Vector128.EqualsAll(a.value, a.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Clamp(V128<T> a, V128<T> low, V128<T> high) =>
        new(Vector128.MinNative(high.value, Vector128.MaxNative(low.value, a.value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(V128<T> a) => Vector128.Sum(a.value);
}
