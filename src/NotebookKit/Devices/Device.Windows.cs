using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <content>Windows on images: pooling, resampling, and windows as columns. Images are [N, C, H, W], channels last in memory.</content>
public abstract partial class Device
{
    /// <summary>y[n, c, p, q] = sum over i, j of rows[p, i] columns[q, j] x[n, c, i, j].</summary>
    internal virtual void Resample(Tensor x, Taps rows, Taps columns, Tensor y)
    {
        Tensor plain = Plain(x);
        int maps = x.Shape[0] * x.Shape[1];
        Tensor lines = Tensor.Empty(new Shape(maps * rows.Inputs, columns.Outputs), x.DType, this);
        MatMul(Part(plain, 0, maps * rows.Inputs, columns.Inputs), Matrix(columns, x.DType).Transpose(), lines, accumulate: false);
        Tensor left = Matrix(rows, x.DType);
        Tensor result = Tensor.Empty(y.Shape, y.DType, this);
        for (int map = 0; map < maps; map++)
        {
            Tensor target = Part(result, map * rows.Outputs, rows.Outputs, columns.Outputs);
            MatMul(left, Part(lines, map * rows.Inputs, rows.Inputs, columns.Outputs), target, accumulate: false);
        }

        Gather(ChannelsLast.Pixels(result), ChannelsLast.Pixels(y));
    }

    /// <summary>y = the largest number of each window of x; NaN if there is one, 0 in a window of nothing.</summary>
    internal virtual void MaxPool(Tensor x, Taps rows, Taps columns, Tensor y)
    {
        Tensor places = Places(x, rows, columns, y.Shape);
        Tensor picked = Tensor.Empty(y.Shape, y.DType, this);
        int size = rows.Inputs * columns.Inputs;
        Pick(Plain(x), places, size, rows.Outputs * columns.Outputs, 1, picked);
        Gather(ChannelsLast.Pixels(picked), ChannelsLast.Pixels(y));
    }

    /// <summary>gradient = for each place of x the sum of the slopes of the windows whose largest number y it holds.</summary>
    internal virtual void MaxPoolGradient(Tensor x, Tensor y, Tensor slopes, Taps rows, Taps columns, Tensor gradient)
    {
        Tensor places = Places(x, rows, columns, y.Shape);
        Tensor sums = Tensor.Empty(x.Shape, x.DType, this);
        Fill(sums, 0);
        AddPicked(Plain(slopes), places, rows.Inputs * columns.Inputs, rows.Outputs * columns.Outputs, 1, sums);
        Gather(ChannelsLast.Pixels(sums), ChannelsLast.Pixels(gradient));
    }

    /// <summary>Whether <see cref="MaxPoolWinners"/> can write down what the way back needs, so that it reads neither x nor y again.</summary>
    internal virtual bool KeepsWinners => false;

    /// <summary>y as in <see cref="MaxPool"/>, and winners = which number of its window it is, counted along the window's rows; of y's shape and type.</summary>
    internal virtual void MaxPoolWinners(Tensor x, Taps rows, Taps columns, Tensor y, Tensor winners) => throw new NotSupportedException($"{Name} keeps no winners.");

    /// <summary>gradient as in <see cref="MaxPoolGradient"/>, by the winners of the windows.</summary>
    internal virtual void MaxPoolWinnersGradient(Tensor winners, Tensor slopes, Taps rows, Taps columns, Tensor gradient) => throw new NotSupportedException($"{Name} keeps no winners.");

    /// <summary>positions = where the largest number of each window stands, row times width plus column.</summary>
    internal abstract void MaxPositions(Tensor x, Taps rows, Taps columns, Tensor positions);

    /// <summary>y[n, (c, i, j), (p, q)] = what window (p, q) holds at (i, j), 0 outside; x and y in the order of their axes.</summary>
    internal virtual void Unfold(Tensor x, in WindowGrid grid, Tensor y)
    {
        int maps = x.Shape[0] * x.Shape[1];
        Tensor padded = Margins(maps, grid, x.DType);
        Scatter(x, Inside(padded, x.Shape, grid));
        Pick(padded, Places(maps, grid), grid.Padded.Height * grid.Padded.Width, grid.Places, 1, y);
    }

    /// <summary>y = each number of x added up at the place that it was unfolded from; x and y in the order of their axes.</summary>
    internal virtual void Fold(Tensor x, in WindowGrid grid, Tensor y)
    {
        int maps = y.Shape[0] * y.Shape[1];
        Tensor padded = Margins(maps, grid, x.DType);
        AddPicked(x, Places(maps, grid), grid.Padded.Height * grid.Padded.Width, grid.Places, 1, padded);
        Gather(Inside(padded, y.Shape, grid), y);
    }

    private Tensor Margins(int maps, in WindowGrid grid, DType dtype)
    {
        Tensor padded = Tensor.Empty(new Shape(maps, grid.Padded.Height, grid.Padded.Width), dtype, this);
        Fill(padded, 0);
        return padded;
    }

    private static Tensor Inside(Tensor padded, Shape shape, in WindowGrid grid)
    {
        (int height, int width) = grid.Padded;
        int offset = padded.Count == 0 ? 0 : (grid.Padding.Height * width) + grid.Padding.Width;
        return new(padded.Storage, shape, [shape[1] * height * width, height * width, width, 1], padded.Offset + offset, padded.Device);
    }

    private Tensor Places(int maps, in WindowGrid grid)
    {
        long[] one = new long[grid.Places];
        for (int i = 0; i < one.Length; i++)
        {
            one[i] = grid.PlaceOf(i);
        }

        Tensor all = Tensor.Empty(new Shape(maps, one.Length), DType.Int64, this);
        Tensor places = Tensor.From(one);
        Gather(new Tensor(places.Storage, all.Shape, [0, 1], places.Offset, this), all);
        return all;
    }

    private Tensor Places(Tensor x, Taps rows, Taps columns, Shape shape)
    {
        Tensor positions = ChannelsLast.Empty(shape, DType.Int64, this);
        MaxPositions(x, rows, columns, positions);
        return Plain(positions);
    }

    private Tensor Plain(Tensor x)
    {
        Tensor y = Tensor.Empty(x.Shape, x.DType, this);
        Gather(x, y);
        return y;
    }

    private static Tensor Part(Tensor x, int firstRow, int rows, int columns) =>
        new(x.Storage, new Shape(rows, columns), [columns, 1], x.Offset + (firstRow * columns), x.Device);

    private Tensor Matrix(Taps taps, DType dtype) => Tensor.From(taps.Matrix(), new Shape(taps.Outputs, taps.Inputs)).To(dtype).To(this);
}
