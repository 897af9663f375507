using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels.Simd;

/// <summary>Some numbers that a processor works on at once, whatever their number: the alphabet of every vector kernel.</summary>
/// <remarks>
/// A formula written over <typeparamref name="TSelf"/> is compiled once for each width (512, 256, 128 bits, or a single
/// number) and once for float and double, with nothing left of the abstraction at run time.
/// </remarks>
/// <typeparam name="TSelf">The vector.</typeparam>
/// <typeparam name="T">Its numbers: float or double.</typeparam>
public interface ISimd<TSelf, T>
    where TSelf : struct, ISimd<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many numbers.</summary>
    static abstract int Count { get; }

    /// <summary>All numbers zero.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>All numbers one.</summary>
    static abstract TSelf One { get; }

    /// <summary>All numbers equal to <paramref name="value"/>.</summary>
    static abstract TSelf Create(T value);

    /// <summary>Reads from memory, at any alignment.</summary>
    static abstract unsafe TSelf Load(T* source);

    /// <summary>Writes to memory, at any alignment.</summary>
    static abstract unsafe void Store(TSelf value, T* target);

    /// <summary>a + b.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a - b.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a * b.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>-a.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a * b + c, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The larger of two; NaN when either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of two; NaN when either is NaN.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>a, but not below <paramref name="low"/> and not above <paramref name="high"/>; NaN stays, in one instruction each where the processor's own order allows it.</summary>
    static abstract TSelf Clamp(TSelf a, TSelf low, TSelf high);

    /// <summary>The nearest whole number; halves go to the even one.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>2^n for whole numbers n from -126 to 127 (float) or -1022 to 1023 (double).</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>a 2^n for whole numbers n up to twice that range, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Scale(TSelf a, TSelf n) => Exponential.ScaleInTwoSteps<TSelf, T>(a, n);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The size without the sign.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>e^a.</summary>
    static abstract TSelf Exp(TSelf a);

    /// <summary>ln a.</summary>
    static abstract TSelf Log(TSelf a);

    /// <summary>The sine of an angle in radians.</summary>
    static abstract TSelf Sin(TSelf a);

    /// <summary>The cosine of an angle in radians.</summary>
    static abstract TSelf Cos(TSelf a);

    /// <summary>For each number: 0 where it is below 0, else itself; NaN stays.</summary>
    static abstract TSelf ZeroWhereNegative(TSelf a);

    /// <summary>For each number: <paramref name="positive"/> where <paramref name="test"/> is above 0, else <paramref name="otherwise"/>.</summary>
    static abstract TSelf WherePositive(TSelf test, TSelf positive, TSelf otherwise);

    /// <summary>For each number: <paramref name="equal"/> where a equals b, else 0.</summary>
    static abstract TSelf WhereEqual(TSelf a, TSelf b, TSelf equal);

    /// <summary>For each number: 0 where a equals b, else <paramref name="different"/>.</summary>
    static abstract TSelf WhereNotEqual(TSelf a, TSelf b, TSelf different);

    /// <summary>Each number twice, side by side: the first half of them, and the second.</summary>
    static abstract (TSelf First, TSelf Second) Twice(TSelf a);

    /// <summary>Whether any of the numbers is NaN.</summary>
    static abstract bool HasNaN(TSelf a);

    /// <summary>The sum of the numbers.</summary>
    static abstract T Sum(TSelf a);
}
