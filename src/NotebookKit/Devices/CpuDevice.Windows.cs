using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Windows on images.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void Resample(Tensor x, Taps rows, Taps columns, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Resampling.Run(x.Elements<float>(), x.Shape[0], x.Shape[1], rows, columns, y.Elements<float>());
        }
        else
        {
            Resampling.Run(x.Elements<double>(), x.Shape[0], x.Shape[1], rows, columns, y.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void MaxPool(Tensor x, Taps rows, Taps columns, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            MaxWindows.Run(x.Elements<float>(), x.Shape[0], x.Shape[1], rows, columns, y.Elements<float>());
        }
        else
        {
            MaxWindows.Run(x.Elements<double>(), x.Shape[0], x.Shape[1], rows, columns, y.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override bool KeepsWinners => true;

    /// <inheritdoc/>
    internal override void MaxPoolWinners(Tensor x, Taps rows, Taps columns, Tensor y, Tensor winners)
    {
        if (x.DType == DType.Float32)
        {
            MaxWinners.Run(x.Elements<float>(), x.Shape[0], x.Shape[1], rows, columns, y.Elements<float>(), winners.Elements<float>());
        }
        else
        {
            MaxWinners.Run(x.Elements<double>(), x.Shape[0], x.Shape[1], rows, columns, y.Elements<double>(), winners.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void MaxPoolWinnersGradient(Tensor winners, Tensor slopes, Taps rows, Taps columns, Tensor gradient)
    {
        if (slopes.DType == DType.Float32)
        {
            MaxWindowsBack.Run(winners.Elements<float>(), slopes.Elements<float>(), gradient.Shape[0], gradient.Shape[1], rows, columns, gradient.Elements<float>());
        }
        else
        {
            MaxWindowsBack.Run(winners.Elements<double>(), slopes.Elements<double>(), gradient.Shape[0], gradient.Shape[1], rows, columns, gradient.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void MaxPositions(Tensor x, Taps rows, Taps columns, Tensor positions)
    {
        if (x.DType == DType.Float32)
        {
            MaxWindowsBack.Positions(x.Elements<float>(), x.Shape[0], x.Shape[1], rows, columns, positions.Elements<long>());
        }
        else
        {
            MaxWindowsBack.Positions(x.Elements<double>(), x.Shape[0], x.Shape[1], rows, columns, positions.Elements<long>());
        }
    }

    /// <inheritdoc/>
    internal override void Unfold(Tensor x, in WindowGrid grid, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            WindowColumns.Unfold(x.Elements<float>(), grid, y.Elements<float>());
        }
        else
        {
            WindowColumns.Unfold(x.Elements<double>(), grid, y.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void Fold(Tensor x, in WindowGrid grid, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            WindowColumns.Fold(x.Elements<float>(), grid, y.Elements<float>());
        }
        else
        {
            WindowColumns.Fold(x.Elements<double>(), grid, y.Elements<double>());
        }
    }
}
