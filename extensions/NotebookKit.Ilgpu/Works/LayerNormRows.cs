using System.Numerics;
using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>y = weight (x - mean) / sqrt(variance + epsilon) + bias in each row; the mean counts as 0 when not centred. A group of threads a row.</summary>
internal readonly struct LayerNormWork<T>(
    ArrayView<T> x, int columns, ArrayView<T> weight, int hasWeight, ArrayView<T> bias, int hasBias, double epsilon, int centred, ArrayView<double> mean, ArrayView<double> variance, ArrayView<T> y) : IGroupWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run()
    {
        ArrayView<double> room = SharedMemory.Allocate<double>(RowGroup.Most);
        int row = Grid.IdxX;
        int start = row * columns;
        double middle = 0;
        if (centred != 0)
        {
            double sum = 0;
            for (int i = Group.IdxX; i < columns; i += Group.DimX)
            {
                sum += Numbers.Wide(x[start + i]);
            }

            middle = RowGroup.Total(room, sum) / columns;
        }

        double squares = 0;
        for (int i = Group.IdxX; i < columns; i += Group.DimX)
        {
            double off = Numbers.Wide(x[start + i]) - middle;
            squares += off * off;
        }

        double spread = RowGroup.Total(room, squares) / columns;
        double inverse = 1 / Math.Sqrt(spread + epsilon);
        T shift = Numbers.Narrow<T>(middle);
        T scale = Numbers.Narrow<T>(inverse);
        T rest = Numbers.Narrow<T>((Numbers.Wide(shift) - middle) * inverse);
        for (int i = Group.IdxX; i < columns; i += Group.DimX)
        {
            T value = ((x[start + i] - shift) * scale) + rest;
            value = hasWeight != 0 ? value * weight[i] : value;
            y[start + i] = hasBias != 0 ? value + bias[i] : value;
        }

        if (Group.IdxX == 0)
        {
            mean[row] = middle;
            variance[row] = spread;
        }
    }
}

/// <summary>The gradient of x in each row: (g w - mean(g w) - n mean(g w n)) / sqrt(variance + epsilon), with n the normalised numbers.</summary>
internal readonly struct LayerNormGradientWork<T>(
    ArrayView<T> x, ArrayView<T> g, int columns, ArrayView<T> weight, int hasWeight, double epsilon, int centred, ArrayView<double> mean, ArrayView<double> variance, ArrayView<T> gradient) : IGroupWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run()
    {
        ArrayView<double> room = SharedMemory.Allocate<double>(RowGroup.Most);
        int row = Grid.IdxX;
        int start = row * columns;
        double inverse = 1 / Math.Sqrt(variance[row] + epsilon);
        double plain = 0;
        double along = 0;
        for (int i = Group.IdxX; i < columns; i += Group.DimX)
        {
            double slope = Numbers.Wide(hasWeight != 0 ? g[start + i] * weight[i] : g[start + i]);
            plain += slope;
            along += slope * ((Numbers.Wide(x[start + i]) - mean[row]) * inverse);
        }

        plain = RowGroup.Total(room, plain) / columns;
        along = RowGroup.Total(room, along) / columns;
        plain = centred != 0 ? plain : 0;
        for (int i = Group.IdxX; i < columns; i += Group.DimX)
        {
            double slope = Numbers.Wide(hasWeight != 0 ? g[start + i] * weight[i] : g[start + i]);
            double normal = (Numbers.Wide(x[start + i]) - mean[row]) * inverse;
            gradient[start + i] = Numbers.Narrow<T>((slope - plain - (normal * along)) * inverse);
        }
    }
}

/// <summary>For each column the sums over every so-many-th row of g n and of g: the gradients of weight and bias, before the parts are joined.</summary>
internal readonly struct LayerNormSumsWork<T>(
    ArrayView<T> x, ArrayView<T> g, int rows, int columns, int parts, double epsilon, ArrayView<double> mean, ArrayView<double> variance, ArrayView<double> weights, ArrayView<double> biases) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int column = i % columns;
        double along = 0;
        double plain = 0;
        for (int row = i / columns; row < rows; row += parts)
        {
            double slope = Numbers.Wide(g[(row * columns) + column]);
            along += slope * (Numbers.Wide(x[(row * columns) + column]) - mean[row]) / Math.Sqrt(variance[row] + epsilon);
            plain += slope;
        }

        weights[i] = along;
        biases[i] = plain;
    }
}
