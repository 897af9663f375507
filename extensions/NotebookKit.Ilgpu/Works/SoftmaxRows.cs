using System.Numerics;
using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>Softmax of each row, or its logarithm; with labels the cross-entropy of each row besides. A group of threads a row.</summary>
/// <remarks>The largest number is taken off first, so nothing overflows; a row of minus infinities has none to take off.</remarks>
internal readonly struct SoftmaxWork<T>(ArrayView<T> x, int columns, int logarithm, ArrayView<T> y, ArrayView<long> labels, ArrayView<T> losses, int hasLabels) : IGroupWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run()
    {
        ArrayView<double> room = SharedMemory.Allocate<double>(RowGroup.Most);
        int start = Grid.IdxX * columns;
        double largest = double.NegativeInfinity;
        for (int i = Group.IdxX; i < columns; i += Group.DimX)
        {
            double value = Numbers.Wide(x[start + i]);
            largest = Numbers.IsLess(largest, value) ? value : largest;
        }

        largest = RowGroup.Largest(room, largest);
        T shift = largest == double.NegativeInfinity ? default : Numbers.Narrow<T>(largest);
        double sum = 0;
        for (int i = Group.IdxX; i < columns; i += Group.DimX)
        {
            T power = GpuLane<T>.Sum(GpuLane<T>.Exp(GpuLane<T>.Create(x[start + i] - shift)));
            sum += Numbers.Wide(power);
            if (logarithm == 0)
            {
                y[start + i] = power;
            }
        }

        T total = Numbers.Narrow<T>(RowGroup.Total(room, sum));
        T normaliser = GpuLane<T>.Sum(GpuLane<T>.Log(GpuLane<T>.Create(total)));
        for (int i = Group.IdxX; i < columns; i += Group.DimX)
        {
            y[start + i] = logarithm != 0 ? x[start + i] - Numbers.Narrow<T>(largest) - normaliser : y[start + i] / total;
        }

        if (hasLabels != 0 && Group.IdxX == 0)
        {
            losses[Grid.IdxX] = normaliser + Numbers.Narrow<T>(largest) - x[start + (int)labels[Grid.IdxX]];
        }
    }
}

/// <summary>gradient = (probabilities - one-hot labels) scale.</summary>
internal readonly struct CrossEntropyGradientWork<T>(ArrayView<T> probabilities, ArrayView<long> labels, int columns, T scale, ArrayView<T> gradient) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        T value = probabilities[i] * scale;
        gradient[i] = i % columns == (int)labels[i / columns] ? value - scale : value;
    }
}
