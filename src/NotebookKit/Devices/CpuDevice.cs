using System.Numerics;
using NotebookKit.Kernels;
using NotebookKit.Memory;

namespace NotebookKit.Devices;

/// <summary>This machine's processor: picks the loop for the kind of number and hands it spans.</summary>
internal sealed partial class CpuDevice : Device
{
    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    internal override Storage Allocate(DType dtype, int count, bool lasting = false) => dtype switch
    {
        DType.Float32 => BufferPool<float>.Rent(count, lasting),
        DType.Float64 => BufferPool<double>.Rent(count, lasting),
        DType.Int64 => BufferPool<long>.Rent(count, lasting),
        DType.UInt8 => BufferPool<byte>.Rent(count, lasting),
        _ => BufferPool<bool>.Rent(count, lasting),
    };

    /// <inheritdoc/>
    internal override void Fill(Tensor y, double value)
    {
        switch (y.DType)
        {
            case DType.Float32:
                y.Elements<float>().Fill((float)value);
                break;
            case DType.Float64:
                y.Elements<double>().Fill(value);
                break;
            case DType.Int64:
                y.Elements<long>().Fill(checked((long)value));
                break;
            case DType.UInt8:
                y.Elements<byte>().Fill(checked((byte)value));
                break;
            default:
                y.Elements<bool>().Fill(value != 0);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Gather(Tensor x, Tensor y)
    {
        Layout from = LayoutOf(x);
        switch (x.DType.Size())
        {
            case 8:
                Strided.Gather(Raw<ulong>(x), from, RawElements<ulong>(y));
                break;
            case 4:
                Strided.Gather(Raw<uint>(x), from, RawElements<uint>(y));
                break;
            default:
                Strided.Gather(Raw<byte>(x), from, RawElements<byte>(y));
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Scatter(Tensor x, Tensor y)
    {
        Layout to = LayoutOf(y);
        switch (x.DType.Size())
        {
            case 8:
                Strided.Scatter(RawElements<ulong>(x), Raw<ulong>(y), to);
                break;
            case 4:
                Strided.Scatter(RawElements<uint>(x), Raw<uint>(y), to);
                break;
            default:
                Strided.Scatter(RawElements<byte>(x), Raw<byte>(y), to);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Cast(Tensor x, Tensor y) => Casts.Run(x, y);

    /// <inheritdoc/>
    internal override void Sum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32:
                Reductions.Sum(x.Elements<float>(), outer, middle, inner, y.Elements<float>());
                break;
            case DType.Float64:
                Reductions.Sum(x.Elements<double>(), outer, middle, inner, y.Elements<double>());
                break;
            default:
                WholeSums.Sum(x.Elements<long>(), outer, middle, inner, y.Elements<long>());
                break;
        }
    }

    /// <inheritdoc/>
    internal override void ArgMax(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32:
                Reductions.ArgMax<float>(x.Elements<float>(), outer, middle, inner, y.Elements<long>());
                break;
            case DType.Float64:
                Reductions.ArgMax<double>(x.Elements<double>(), outer, middle, inner, y.Elements<long>());
                break;
            case DType.Int64:
                Reductions.ArgMax<long>(x.Elements<long>(), outer, middle, inner, y.Elements<long>());
                break;
            default:
                Reductions.ArgMax<byte>(RawElements<byte>(x), outer, middle, inner, y.Elements<long>());
                break;
        }
    }

    /// <inheritdoc/>
    internal override void MatMul(Tensor a, Tensor b, Tensor c, bool accumulate)
    {
        if (a.DType == DType.Float32)
        {
            Multiply<float>(a, b, c, accumulate);
        }
        else
        {
            Multiply<double>(a, b, c, accumulate);
        }
    }

    /// <inheritdoc/>
    internal override void MatMulOnRow(Tensor a, Tensor b, Tensor row, Tensor c)
    {
        if (row.Count > 1 && row.Strides[0] != 1)
        {
            base.MatMulOnRow(a, b, row, c);
        }
        else if (a.DType == DType.Float32)
        {
            MultiplyOnRow<float>(a, b, row, c);
        }
        else
        {
            MultiplyOnRow<double>(a, b, row, c);
        }
    }

    private static unsafe void MultiplyOnRow<T>(Tensor a, Tensor b, Tensor row, Tensor c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pa = a.Storage.Span<T>(), pb = b.Storage.Span<T>(), pr = row.Storage.Span<T>(), pc = c.Elements<T>())
        {
            Gemm.MultiplyOnRow(
                a.Shape[0],
                b.Shape[1],
                a.Shape[1],
                new MatrixView<T>(pa + a.Offset, a.Strides[0], a.Strides[1]),
                new MatrixView<T>(pb + b.Offset, b.Strides[0], b.Strides[1]),
                pr + row.Offset,
                pc,
                c.Shape[1]);
        }
    }

    private static unsafe void Multiply<T>(Tensor a, Tensor b, Tensor c, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pa = a.Storage.Span<T>(), pb = b.Storage.Span<T>(), pc = c.Elements<T>())
        {
            Gemm.Multiply(
                a.Shape[0],
                b.Shape[1],
                a.Shape[1],
                new MatrixView<T>(pa + a.Offset, a.Strides[0], a.Strides[1]),
                new MatrixView<T>(pb + b.Offset, b.Strides[0], b.Strides[1]),
                pc,
                c.Shape[1],
                accumulate);
        }
    }

    /// <inheritdoc/>
    internal override void MatMulEach(Tensor a, Tensor b, Tensor c)
    {
        if (a.DType == DType.Float32)
        {
            MultiplyEach<float>(a, b, c);
        }
        else
        {
            MultiplyEach<double>(a, b, c);
        }
    }

    private static unsafe void MultiplyEach<T>(Tensor a, Tensor b, Tensor c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Layout layoutA = LayoutOf(a), layoutB = LayoutOf(b);
        fixed (T* pa = a.Storage.Span<T>(), pb = b.Storage.Span<T>(), pc = c.Elements<T>())
        {
            GemmEach.Multiply(layoutA, pa, layoutB, pb, pc);
        }
    }

    private static Layout LayoutOf(Tensor x) => new(x.Shape.Span, x.Strides, x.Offset);

    // Copying does not ask what the bits mean.
    private static Span<TBits> Raw<TBits>(Tensor x)
        where TBits : unmanaged => x.DType switch
        {
            DType.Float32 => As<float, TBits>(x.Storage.Span<float>()),
            DType.Float64 => As<double, TBits>(x.Storage.Span<double>()),
            DType.Int64 => As<long, TBits>(x.Storage.Span<long>()),
            DType.UInt8 => As<byte, TBits>(x.Storage.Span<byte>()),
            _ => As<bool, TBits>(x.Storage.Span<bool>()),
        };

    private static Span<TBits> RawElements<TBits>(Tensor x)
        where TBits : unmanaged => Raw<TBits>(x).Slice(x.Offset, x.Count);

    private static Span<TBits> As<T, TBits>(Span<T> span)
        where T : unmanaged
        where TBits : unmanaged => System.Runtime.InteropServices.MemoryMarshal.Cast<T, TBits>(span);
}
