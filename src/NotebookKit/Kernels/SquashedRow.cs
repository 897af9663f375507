using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The two S-shaped functions over a row of gates that lies in the first-level cache.</summary>
/// <remarks>
/// A loop for each function, and not one for the whole cell: five of them in one loop are more than the compiler takes in. It then calls the
/// rest with their vectors in memory, and a step of 32 x 256 states took 68 microseconds instead of 12. Nor may the loops be taken into their
/// callers, which the compiler does with loops as short as these once the caller runs often: 13 microseconds at first, 200 after a second.
/// </remarks>
internal static unsafe class SquashedRow
{
    /// <summary>x = sigmoid x.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many; what is left of a last vector goes one by one.</param>
    public static void Sigmoid<TVector, T>(T* x, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int done = SigmoidOf<TVector, T>(x, 0, count);
        SigmoidOf<Lane<T>, T>(x, done, count);
    }

    /// <summary>x = sigmoid x and y = sigmoid y.</summary>
    /// <param name="x">The first numbers.</param>
    /// <param name="y">The second numbers.</param>
    /// <param name="count">How many of each.</param>
    public static void Sigmoids<TVector, T>(T* x, T* y, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int done = SigmoidsOf<TVector, T>(x, y, 0, count);
        SigmoidsOf<Lane<T>, T>(x, y, done, count);
    }

    /// <summary>y = tanh x.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="y">Where the results go; may be x.</param>
    /// <param name="count">How many.</param>
    public static void Tanh<TVector, T>(T* x, T* y, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int done = TanhOf<TVector, T>(x, y, 0, count);
        TanhOf<Lane<T>, T>(x, y, done, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int SigmoidOf<TVector, T>(T* x, int j, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; j <= count - TVector.Count; j += TVector.Count)
        {
            TVector.Store(Squashing.Sigmoid<TVector, T>(TVector.Load(x + j)), x + j);
        }

        return j;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int SigmoidsOf<TVector, T>(T* x, T* y, int j, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; j <= count - TVector.Count; j += TVector.Count)
        {
            TVector.Store(Squashing.Sigmoid<TVector, T>(TVector.Load(x + j)), x + j);
            TVector.Store(Squashing.Sigmoid<TVector, T>(TVector.Load(y + j)), y + j);
        }

        return j;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int TanhOf<TVector, T>(T* x, T* y, int j, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; j <= count - TVector.Count; j += TVector.Count)
        {
            TVector.Store(Squashing.Tanh<TVector, T>(TVector.Load(x + j)), y + j);
        }

        return j;
    }
}
