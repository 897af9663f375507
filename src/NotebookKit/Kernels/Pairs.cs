using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels;

/// <summary>Comparisons and whole-number arithmetic on operands of different shapes, where an axis of size 1 repeats.</summary>
/// <remarks>The steps of a repeated axis are 0; the result is contiguous.</remarks>
internal static class Pairs
{
    private interface IPair<T, TResult>
    {
        static abstract TResult Of(T x, T y);
    }

    /// <summary>z = whether x stands so to y.</summary>
    public static void Compare<TTest, T>(ReadOnlySpan<int> sizes, ReadOnlySpan<T> x, Layout layoutX, ReadOnlySpan<T> y, Layout layoutY, Span<bool> z)
        where TTest : struct, IComparison
        where T : unmanaged, INumber<T> => Run<Asked<TTest, T>, T, bool>(sizes, x, layoutX, y, layoutY, z);

    /// <summary>z = f(x, y) on whole numbers.</summary>
    public static void Whole<TFormula, T>(ReadOnlySpan<int> sizes, ReadOnlySpan<T> x, Layout layoutX, ReadOnlySpan<T> y, Layout layoutY, Span<T> z)
        where TFormula : struct, IWholeFormula
        where T : unmanaged, IBinaryInteger<T> => Run<Computed<TFormula, T>, T, T>(sizes, x, layoutX, y, layoutY, z);

    /// <summary>z = x where the condition holds, else y; the numbers as bits, whatever they mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Where<T>(
        ReadOnlySpan<int> sizes,
        ReadOnlySpan<bool> condition,
        Layout layoutCondition,
        ReadOnlySpan<T> x,
        Layout layoutX,
        ReadOnlySpan<T> y,
        Layout layoutY,
        Span<T> z)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (z.IsEmpty)
        {
            return;
        }

        int outer = Math.Max(0, sizes.Length - 1);
        int columns = sizes.Length == 0 ? 1 : sizes[outer];
        int stepCondition = Step(layoutCondition);
        int stepX = Step(layoutX);
        int stepY = Step(layoutY);
        Walk walk = new(sizes[..outer], stackalloc int[outer + 1]);
        int written = 0;
        do
        {
            int atCondition = layoutCondition.Offset + walk.At(layoutCondition.Strides);
            int atX = layoutX.Offset + walk.At(layoutX.Strides);
            int atY = layoutY.Offset + walk.At(layoutY.Strides);
            Span<T> row = z.Slice(written, columns);
            for (int i = 0; i < row.Length; i++)
            {
                // All bits or none: a branch that nobody can foretell costs as much as ten numbers.
                T chosen = T.Zero - T.CreateTruncating(Unsafe.BitCast<bool, byte>(condition[atCondition + (i * stepCondition)]));
                row[i] = (x[atX + (i * stepX)] & chosen) | (y[atY + (i * stepY)] & ~chosen);
            }

            written += columns;
        }
        while (walk.Next());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TPair, T, TResult>(ReadOnlySpan<int> sizes, ReadOnlySpan<T> x, Layout layoutX, ReadOnlySpan<T> y, Layout layoutY, Span<TResult> z)
        where TPair : struct, IPair<T, TResult>
    {
        if (z.IsEmpty)
        {
            return;
        }

        int outer = Math.Max(0, sizes.Length - 1);
        int columns = sizes.Length == 0 ? 1 : sizes[outer];
        int stepX = Step(layoutX);
        int stepY = Step(layoutY);
        Walk walk = new(sizes[..outer], stackalloc int[outer + 1]);
        int written = 0;
        do
        {
            int atX = layoutX.Offset + walk.At(layoutX.Strides);
            int atY = layoutY.Offset + walk.At(layoutY.Strides);
            Span<TResult> row = z.Slice(written, columns);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = TPair.Of(x[atX + (i * stepX)], y[atY + (i * stepY)]);
            }

            written += columns;
        }
        while (walk.Next());
    }

    // How far a step along the last axis moves; a scalar has no axis and takes none.
    private static int Step(Layout layout) => layout.Strides.IsEmpty ? 0 : layout.Strides[^1];

    private readonly struct Asked<TTest, T> : IPair<T, bool>
        where TTest : struct, IComparison
        where T : INumber<T>
    {
        public static bool Of(T x, T y) => TTest.Holds(x, y);
    }

    private readonly struct Computed<TFormula, T> : IPair<T, T>
        where TFormula : struct, IWholeFormula
        where T : IBinaryInteger<T>
    {
        public static T Of(T x, T y) => TFormula.Of(x, y);
    }
}
