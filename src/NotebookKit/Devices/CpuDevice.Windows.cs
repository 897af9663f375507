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
    internal override void MaxPoolGradient(Tensor x, Tensor y, Tensor slopes, Taps rows, Taps columns, Tensor gradient)
    {
        if (x.DType == DType.Float32)
        {
            MaxWindowsBack.Run(
                x.Elements<float>(), y.Elements<float>(), slopes.Elements<float>(), x.Shape[0], x.Shape[1], rows, columns, gradient.Elements<float>());
        }
        else
        {
            MaxWindowsBack.Run(
                x.Elements<double>(), y.Elements<double>(), slopes.Elements<double>(), x.Shape[0], x.Shape[1], rows, columns, gradient.Elements<double>());
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
