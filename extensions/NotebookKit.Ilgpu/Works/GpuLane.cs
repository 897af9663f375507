using System.Numerics;
using ILGPU;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Ilgpu.Works;

/// <summary>One number of one thread of a GPU: the library's vector formulas, compiled for a card.</summary>
/// <remarks>
/// The card's own exponentials and logarithms are short cuts of about 2^-11, or missing for doubles; here they are the library's
/// series, so a card computes what the processor does to the last places. Nothing here calls a method of .NET's that has no
/// translation for a card.
/// </remarks>
internal readonly struct GpuLane<T> : ISimd<GpuLane<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T value;

    private GpuLane(T value) => this.value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static GpuLane<T> Zero => new(default);

    /// <inheritdoc/>
    public static GpuLane<T> One => new(Constant.Of<T>(1));

    /// <inheritdoc/>
    public static GpuLane<T> Create(T value) => new(value);

    /// <inheritdoc/>
    public static unsafe GpuLane<T> Load(T* source) => new(*source);

    /// <inheritdoc/>
    public static unsafe void Store(GpuLane<T> value, T* target) => *target = value.value;

    /// <inheritdoc/>
    public static GpuLane<T> operator +(GpuLane<T> a, GpuLane<T> b) => new(a.value + b.value);

    /// <inheritdoc/>
    public static GpuLane<T> operator -(GpuLane<T> a, GpuLane<T> b) => new(a.value - b.value);

    /// <inheritdoc/>
    public static GpuLane<T> operator *(GpuLane<T> a, GpuLane<T> b) => new(a.value * b.value);

    /// <inheritdoc/>
    public static GpuLane<T> operator /(GpuLane<T> a, GpuLane<T> b) => new(a.value / b.value);

    /// <inheritdoc/>
    public static GpuLane<T> operator -(GpuLane<T> a) => new(-a.value);

    /// <inheritdoc/>
    public static GpuLane<T> MultiplyAdd(GpuLane<T> a, GpuLane<T> b, GpuLane<T> c) => new((a.value * b.value) + c.value);

    /// <inheritdoc/>
    public static GpuLane<T> Max(GpuLane<T> a, GpuLane<T> b) => a.value > b.value || Numbers.IsNaN(a.value) ? a : b;

    /// <inheritdoc/>
    public static GpuLane<T> Min(GpuLane<T> a, GpuLane<T> b) => a.value < b.value || Numbers.IsNaN(a.value) ? a : b;

    /// <inheritdoc/>
    public static GpuLane<T> Clamp(GpuLane<T> a, GpuLane<T> low, GpuLane<T> high) => a.value < low.value ? low : a.value > high.value ? high : a;

    /// <inheritdoc/>
    // A number beside 2^23, or 2^52 for doubles, has no room for a fraction: adding it and taking it off rounds, halves to even.
    public static unsafe GpuLane<T> Round(GpuLane<T> a)
    {
        T big = Constant.Of<T>(sizeof(T) == sizeof(float) ? 8388608.0 : 4503599627370496.0);
        T own = a.value;
        if (own >= default(T))
        {
            return own < big ? new((own + big) - big) : a;
        }

        return own > -big ? new((own - big) + big) : a;
    }

    /// <inheritdoc/>
    public static unsafe GpuLane<T> PowerOfTwo(GpuLane<T> n) => new(sizeof(T) == sizeof(float)
        ? Constant.Of<T>(Interop.IntAsFloat((uint)((int)Numbers.Wide(n.value) + 127) << 23))
        : Constant.Of<T>(Interop.IntAsFloat((ulong)((long)Numbers.Wide(n.value) + 1023) << 52)));

    /// <inheritdoc/>
    public static unsafe GpuLane<T> Sqrt(GpuLane<T> a) => new(sizeof(T) == sizeof(float)
        ? Constant.Of<T>(MathF.Sqrt((float)Numbers.Wide(a.value)))
        : Constant.Of<T>(Math.Sqrt(Numbers.Wide(a.value))));

    /// <inheritdoc/>
    public static GpuLane<T> Abs(GpuLane<T> a) => a.value < default(T) ? new(-a.value) : a.value == default(T) ? Zero : a;

    /// <inheritdoc/>
    public static GpuLane<T> Exp(GpuLane<T> a) => Exponential.Of<GpuLane<T>, T>(a);

    /// <inheritdoc/>
    public static unsafe GpuLane<T> Log(GpuLane<T> a) => new(Constant.Of<T>(sizeof(T) == sizeof(float)
        ? Functions.Logarithm((float)Numbers.Wide(a.value))
        : Functions.Logarithm(Numbers.Wide(a.value))));

    /// <inheritdoc/>
    public static GpuLane<T> Sin(GpuLane<T> a) => new(Constant.Of<T>(Functions.Sine(Numbers.Wide(a.value), 0)));

    /// <inheritdoc/>
    public static GpuLane<T> Cos(GpuLane<T> a) => new(Constant.Of<T>(Functions.Sine(Numbers.Wide(a.value), 1)));

    /// <inheritdoc/>
    public static GpuLane<T> ZeroWhereNegative(GpuLane<T> a) => a.value < default(T) ? Zero : a;

    /// <inheritdoc/>
    public static GpuLane<T> WherePositive(GpuLane<T> test, GpuLane<T> positive, GpuLane<T> otherwise) => test.value > default(T) ? positive : otherwise;

    /// <inheritdoc/>
    public static GpuLane<T> WhereEqual(GpuLane<T> a, GpuLane<T> b, GpuLane<T> equal) => a.value == b.value ? equal : Zero;

    /// <inheritdoc/>
    public static GpuLane<T> WhereNotEqual(GpuLane<T> a, GpuLane<T> b, GpuLane<T> different) => a.value == b.value ? Zero : different;

    /// <inheritdoc/>
    public static (GpuLane<T> First, GpuLane<T> Second) Twice(GpuLane<T> a) => (a, a);

    /// <inheritdoc/>
    public static bool HasNaN(GpuLane<T> a) => Numbers.IsNaN(a.value);

    /// <inheritdoc/>
    public static T Sum(GpuLane<T> a) => a.value;
}
