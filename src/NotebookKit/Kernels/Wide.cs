using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>A job in parts whose loops are written once for vectors of any width.</summary>
internal interface IWideBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Does part number <paramref name="part"/> with vectors of one width.</summary>
    void Run<TVector>(int part)
        where TVector : struct, ISimd<TVector, T>;
}

/// <summary>Shares out a job and chooses the width of its vectors.</summary>
internal static class Wide
{
    /// <summary>Runs parts 0 to <paramref name="parts"/> - 1.</summary>
    public static void Run<TBody, T>(int parts, TBody body)
        where TBody : struct, IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                Share<TBody, V512<T>, T>(parts, body);
                break;
            case SimdWidth.Bits256:
                Share<TBody, V256<T>, T>(parts, body);
                break;
            case SimdWidth.Bits128:
                Share<TBody, V128<T>, T>(parts, body);
                break;
            default:
                Share<TBody, Lane<T>, T>(parts, body);
                break;
        }
    }

    /// <summary>The narrowest vectors that hold so many numbers; the widest there are where none does.</summary>
    public static unsafe SimdWidth WidthFor<T>(int numbers)
        where T : unmanaged
    {
        foreach (SimdWidth width in (ReadOnlySpan<SimdWidth>)[SimdWidth.Bits128, SimdWidth.Bits256])
        {
            if (width < KernelVariant.Width && numbers * sizeof(T) * 8 <= (int)width)
            {
                return width;
            }
        }

        return KernelVariant.Width;
    }

    /// <summary>The widest vectors that so many numbers fill.</summary>
    public static unsafe SimdWidth WidthFilledBy<T>(int numbers)
        where T : unmanaged
    {
        foreach (SimdWidth width in (ReadOnlySpan<SimdWidth>)[SimdWidth.Bits512, SimdWidth.Bits256, SimdWidth.Bits128])
        {
            if (width <= KernelVariant.Width && (long)numbers * sizeof(T) * 8 >= (int)width)
            {
                return width;
            }
        }

        return SimdWidth.Scalar;
    }

    private static void Share<TBody, TVector, T>(int parts, TBody body)
        where TBody : struct, IWideBody<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OfWidth<TBody, TVector, T> job = new(body);
        Fork.Run(parts, ref job);
    }

    private readonly struct OfWidth<TBody, TVector, T>(TBody body) : IForkBody
        where TBody : struct, IWideBody<T>
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part) => body.Run<TVector>(part);
    }
}
