using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Loops that apply a formula to each element of contiguous numbers.</summary>
/// <remarks>
/// The end that does not fill a vector is part of one last full vector, or is copied out, computed as a vector and copied
/// back, so that an element's bits do not depend on where it lies or how the work was shared out.
/// </remarks>
internal static unsafe class Elementwise
{
    /// <summary>Elements for one thread; below twice as many, forking costs more than it saves (measured).</summary>
    public const int Grain = 16 * 1024;

    /// <summary>y[i] = f(x[i]); x and y may be the same numbers.</summary>
    public static void Unary<TFormula, T>(TFormula formula, ReadOnlySpan<T> x, Span<T> y)
        where TFormula : struct, IUnaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
        {
            UnaryJob<TFormula, T> job = new(formula, px, py, y.Length);
            Fork.Run(job.Parts, ref job);
        }
    }

    /// <summary>z[i] = f(x[i], y[i]), where an operand of a single number stands for as many as needed.</summary>
    public static void Binary<TFormula, T>(TFormula formula, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y, pz = z)
        {
            BinaryJob<TFormula, T> job = new(formula, px, x.Length == 1 ? 0 : 1, py, y.Length == 1 ? 0 : 1, pz, z.Length);
            Fork.Run(job.Parts, ref job);
        }
    }

    /// <summary>z[i] = f(x[i], y[i]) for equal lengths; few numbers are worth no fork.</summary>
    public static void Alike<TFormula, T>(TFormula formula, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (z.Length > Grain)
        {
            Binary(formula, x, y, z);
            return;
        }

        fixed (T* px = &MemoryMarshal.GetReference(x), py = &MemoryMarshal.GetReference(y), pz = &MemoryMarshal.GetReference(z))
        {
            BinaryRow(formula, px, 1, py, 1, pz, z.Length);
        }
    }

    /// <summary>One row of a broadcast operation: steps of 0 repeat one number, steps of 1 walk along.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BinaryRow<TFormula, T>(TFormula formula, T* x, int stepX, T* y, int stepY, T* z, int count)
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                BinaryLoop<TFormula, V512<T>, T>(formula, x, stepX, y, stepY, z, count);
                break;
            case SimdWidth.Bits256:
                BinaryLoop<TFormula, V256<T>, T>(formula, x, stepX, y, stepY, z, count);
                break;
            case SimdWidth.Bits128:
                BinaryLoop<TFormula, V128<T>, T>(formula, x, stepX, y, stepY, z, count);
                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    z[i] = formula.Scalar(x[i * stepX], y[i * stepY]);
                }

                break;
        }
    }

    /// <summary>y[i] = f(x[i]) for one run of numbers, on the calling thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UnaryRow<TFormula, T>(TFormula formula, T* x, T* y, int count)
        where TFormula : struct, IUnaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                UnaryLoop<TFormula, V512<T>, T>(formula, x, y, count);
                break;
            case SimdWidth.Bits256:
                UnaryLoop<TFormula, V256<T>, T>(formula, x, y, count);
                break;
            case SimdWidth.Bits128:
                UnaryLoop<TFormula, V128<T>, T>(formula, x, y, count);
                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    y[i] = formula.Scalar(x[i]);
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnaryLoop<TFormula, TVector, T>(TFormula formula, T* x, T* y, int count)
        where TFormula : struct, IUnaryFormula
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = TVector.Count;
        int i = 0;
        for (; i <= count - width; i += width)
        {
            TVector.Store(formula.Vector<TVector, T>(TVector.Load(x + i)), y + i);
        }

        if (i < count && i > 0 && x != y)
        {
            i = count - width;
            TVector.Store(formula.Vector<TVector, T>(TVector.Load(x + i)), y + i);
        }
        else if (i < count)
        {
            T* end = stackalloc T[width];
            new Span<T>(end, width).Clear();
            Copy(x + i, end, count - i);
            TVector.Store(formula.Vector<TVector, T>(TVector.Load(end)), end);
            Copy(end, y + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BinaryLoop<TFormula, TVector, T>(TFormula formula, T* x, int stepX, T* y, int stepY, T* z, int count)
        where TFormula : struct, IBinaryFormula
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = TVector.Count;
        int i = 0;
        if (stepX == 1 && stepY == 1)
        {
            for (; i <= count - width; i += width)
            {
                TVector.Store(formula.Vector<TVector, T>(TVector.Load(x + i), TVector.Load(y + i)), z + i);
            }
        }
        else
        {
            TVector oneX = TVector.Create(*x);
            TVector oneY = TVector.Create(*y);
            for (; i <= count - width; i += width)
            {
                TVector vx = stepX == 0 ? oneX : TVector.Load(x + i);
                TVector vy = stepY == 0 ? oneY : TVector.Load(y + i);
                TVector.Store(formula.Vector<TVector, T>(vx, vy), z + i);
            }
        }

        if (i < count && i > 0 && stepX == 1 && stepY == 1 && z != x && z != y)
        {
            // The last full vector once more over what is left: an element has the same bits whichever vector it is in.
            i = count - width;
            TVector.Store(formula.Vector<TVector, T>(TVector.Load(x + i), TVector.Load(y + i)), z + i);
        }
        else if (i < count)
        {
            // Past the end stand ones: no formula divides by zero there.
            T* end = stackalloc T[2 * width];
            TVector.Store(stepX == 0 ? TVector.Create(*x) : TVector.One, end);
            TVector.Store(stepY == 0 ? TVector.Create(*y) : TVector.One, end + width);
            Copy(x + i, end, stepX == 0 ? 0 : count - i);
            Copy(y + i, end + width, stepY == 0 ? 0 : count - i);
            TVector.Store(formula.Vector<TVector, T>(TVector.Load(end), TVector.Load(end + width)), end);
            Copy(end, z + i, count - i);
        }
    }

    private static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            to[i] = from[i];
        }
    }

    private readonly struct UnaryJob<TFormula, T>(TFormula formula, T* x, T* y, int count) : IForkBody
        where TFormula : struct, IUnaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Parts => (int)(((long)count + Grain - 1) / Grain);

        public void Run(int part)
        {
            int start = part * Grain;
            UnaryRow(formula, x + start, y + start, Math.Min(Grain, count - start));
        }
    }

    private readonly struct BinaryJob<TFormula, T>(TFormula formula, T* x, int stepX, T* y, int stepY, T* z, int count) : IForkBody
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Parts => (int)(((long)count + Grain - 1) / Grain);

        public void Run(int part)
        {
            int start = part * Grain;
            BinaryRow(formula, x + (start * stepX), stepX, y + (start * stepY), stepY, z + start, Math.Min(Grain, count - start));
        }
    }
}
