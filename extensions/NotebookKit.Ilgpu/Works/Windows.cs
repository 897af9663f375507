using System.Numerics;
using ILGPU;
using NotebookKit.Kernels;

namespace NotebookKit.Ilgpu.Works;

/// <summary>One axis of a pooling or resampling, as a kernel reads it; see the library's Taps.</summary>
internal readonly struct TapsView(ArrayView<long> first, ArrayView<long> begin, ArrayView<double> weights, ArrayView<double> divisors, ArrayView<long> lookers, int inputs, int outputs, int step)
{
    /// <summary>Places of the input.</summary>
    public int Inputs => inputs;

    /// <summary>Places of the result.</summary>
    public int Outputs => outputs;

    /// <summary>From place to place that a place of the result looks at.</summary>
    public int Step => step;

    /// <summary>The first place that a place of the result looks at.</summary>
    public int First(int place) => (int)first[place];

    /// <summary>How many it looks at.</summary>
    public int Count(int place) => (int)(begin[place + 1] - begin[place]);

    /// <summary>The weight of one of them.</summary>
    public double Weight(int place, int nth) => weights[begin[place] + nth];

    /// <summary>What the sum is divided by.</summary>
    public double Divisor(int place) => divisors[place];

    /// <summary>The first place of the result that looks at a place of the input.</summary>
    public int FirstLooker(int input) => (int)lookers[2 * input];

    /// <summary>The place of the result after the last that does.</summary>
    public int EndOfLookers(int input) => (int)lookers[(2 * input) + 1];

    /// <summary>Whether a place of the result looks at a place of the input.</summary>
    public bool Looks(int place, int input)
    {
        int steps = (input - First(place)) / step;
        return input >= First(place) && (steps * step) == input - First(place) && steps < Count(place);
    }
}

/// <summary>Which number of images [N, H, W, C] a thread works on.</summary>
internal readonly struct Pixel
{
    /// <summary>Takes a number apart.</summary>
    public Pixel(int i, int rows, int columns, int channels)
    {
        Channel = i % channels;
        i /= channels;
        Column = i % columns;
        i /= columns;
        Row = i % rows;
        Image = i / rows;
    }

    /// <summary>The image.</summary>
    public int Image { get; }

    /// <summary>The row.</summary>
    public int Row { get; }

    /// <summary>The column.</summary>
    public int Column { get; }

    /// <summary>The channel.</summary>
    public int Channel { get; }
}

/// <summary>y = the weighted sum of each window of x, divided.</summary>
internal readonly struct ResampleWork<T>(ArrayView<T> x, TapsView rows, TapsView columns, int channels, ArrayView<T> y) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        Pixel own = new(i, rows.Outputs, columns.Outputs, channels);
        double sum = 0;
        for (int down = 0; down < rows.Count(own.Row); down++)
        {
            int line = ((own.Image * rows.Inputs) + rows.First(own.Row) + (down * rows.Step)) * columns.Inputs;
            double across = 0;
            for (int right = 0; right < columns.Count(own.Column); right++)
            {
                int at = ((line + columns.First(own.Column) + (right * columns.Step)) * channels) + own.Channel;
                across += Numbers.Wide(x[at]) * columns.Weight(own.Column, right);
            }

            sum += across * rows.Weight(own.Row, down);
        }

        y[i] = Numbers.Narrow<T>(sum / (rows.Divisor(own.Row) * columns.Divisor(own.Column)));
    }
}

/// <summary>The largest number of each window: its place, row times width plus column, the first of equals and the first NaN; and itself where it is asked for, 0 in a window of nothing.</summary>
internal readonly struct MaxPoolWork<T>(ArrayView<T> x, TapsView rows, TapsView columns, int channels, ArrayView<T> y, int asksNumber, ArrayView<long> positions, int asksPosition) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        Pixel own = new(i, rows.Outputs, columns.Outputs, channels);
        T largest = default;
        int best = -1;
        for (int down = 0; down < rows.Count(own.Row); down++)
        {
            int row = rows.First(own.Row) + (down * rows.Step);
            for (int right = 0; right < columns.Count(own.Column); right++)
            {
                int column = columns.First(own.Column) + (right * columns.Step);
                T value = x[((((own.Image * rows.Inputs) + row) * columns.Inputs) + column) * channels + own.Channel];
                if (best < 0 || Numbers.IsLess(largest, value))
                {
                    largest = value;
                    best = (row * columns.Inputs) + column;
                }
            }
        }

        if (asksNumber != 0)
        {
            y[i] = largest;
        }

        if (asksPosition != 0)
        {
            positions[i] = best < 0 ? 0 : best;
        }
    }
}

/// <summary>gradient = for each place the slopes of the windows whose largest number it holds, window after window.</summary>
internal readonly struct MaxPoolGradientWork<T>(
    ArrayView<long> positions, ArrayView<T> slopes, TapsView rows, TapsView columns, int channels, ArrayView<T> gradient) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        Pixel own = new(i, rows.Inputs, columns.Inputs, channels);
        int position = (own.Row * columns.Inputs) + own.Column;
        T sum = default;
        for (int row = rows.FirstLooker(own.Row); row < rows.EndOfLookers(own.Row); row++)
        {
            for (int column = columns.FirstLooker(own.Column); column < columns.EndOfLookers(own.Column); column++)
            {
                int at = ((((own.Image * rows.Outputs) + row) * columns.Outputs) + column) * channels + own.Channel;
                if (positions[at] == position && rows.Looks(row, own.Row) && columns.Looks(column, own.Column))
                {
                    sum += slopes[at];
                }
            }
        }

        gradient[i] = sum;
    }
}

/// <summary>columns[m, (i, j), (p, q)] = what window (p, q) of a map holds at (i, j), 0 outside.</summary>
internal readonly struct UnfoldWork<T>(ArrayView<T> maps, WindowGrid grid, ArrayView<T> columns) : IWork
    where T : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int inMap = grid.Kernel.Height * grid.Kernel.Width * grid.Output.Height * grid.Output.Width;
        int map = i / inMap;
        int rest = i - (map * inMap);
        int q = rest % grid.Output.Width;
        rest /= grid.Output.Width;
        int p = rest % grid.Output.Height;
        rest /= grid.Output.Height;
        int y = (p * grid.Stride.Height) + (rest / grid.Kernel.Width * grid.Dilation.Height) - grid.Padding.Height;
        int x = (q * grid.Stride.Width) + (rest % grid.Kernel.Width * grid.Dilation.Width) - grid.Padding.Width;
        T value = default;
        if (y >= 0 && y < grid.Input.Height && x >= 0 && x < grid.Input.Width)
        {
            value = maps[(((map * grid.Input.Height) + y) * grid.Input.Width) + x];
        }

        columns[i] = value;
    }
}

/// <summary>maps = each number of the columns added up at the place that it came from, place of the window after place.</summary>
internal readonly struct FoldWork<T>(ArrayView<T> columns, WindowGrid grid, ArrayView<T> maps) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int x = i % grid.Input.Width;
        int y = i / grid.Input.Width % grid.Input.Height;
        int map = i / (grid.Input.Width * grid.Input.Height);
        int windows = grid.Output.Height * grid.Output.Width;
        int area = grid.Kernel.Height * grid.Kernel.Width;
        T sum = default;
        for (int place = 0; place < area; place++)
        {
            int down = y + grid.Padding.Height - (place / grid.Kernel.Width * grid.Dilation.Height);
            int right = x + grid.Padding.Width - (place % grid.Kernel.Width * grid.Dilation.Width);
            int p = down / grid.Stride.Height;
            int q = right / grid.Stride.Width;
            if (down >= 0 && right >= 0 && p * grid.Stride.Height == down && q * grid.Stride.Width == right && p < grid.Output.Height && q < grid.Output.Width)
            {
                sum += columns[(((map * area) + place) * windows) + (p * grid.Output.Width) + q];
            }
        }

        maps[i] = sum;
    }
}
