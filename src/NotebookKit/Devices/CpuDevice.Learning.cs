using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Softmax and loss, random numbers, and the steps of the optimisers.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void Softmax(Tensor x, Tensor y, bool logarithm)
    {
        if (x.DType == DType.Float32)
        {
            Rows<float>(x, y, logarithm);
        }
        else
        {
            Rows<double>(x, y, logarithm);
        }

        static void Rows<T>(Tensor x, Tensor y, bool logarithm)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int columns = x.Shape[-1];
            int rows = columns == 0 ? 0 : x.Count / columns;
            if (logarithm)
            {
                SoftmaxRows.LogSoftmax<T>(x.Elements<T>(), rows, columns, y.Elements<T>());
            }
            else
            {
                SoftmaxRows.Softmax<T>(x.Elements<T>(), rows, columns, y.Elements<T>());
            }
        }
    }

    /// <inheritdoc/>
    internal override void SoftmaxGradient(Tensor y, Tensor gradient, Tensor slope)
    {
        int columns = y.Shape[-1];
        int rows = columns == 0 ? 0 : y.Count / columns;
        if (y.DType == DType.Float32)
        {
            SoftmaxRows.SoftmaxGradient<float>(y.Elements<float>(), gradient.Elements<float>(), rows, columns, slope.Elements<float>());
        }
        else
        {
            SoftmaxRows.SoftmaxGradient<double>(y.Elements<double>(), gradient.Elements<double>(), rows, columns, slope.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void CrossEntropy(Tensor logits, Tensor labels, Tensor probabilities, Tensor losses)
    {
        int columns = logits.Shape[1];
        if (logits.DType == DType.Float32)
        {
            SoftmaxRows.CrossEntropy<float>(logits.Elements<float>(), labels.Elements<long>(), columns, probabilities.Elements<float>(), losses.Elements<float>());
        }
        else
        {
            SoftmaxRows.CrossEntropy<double>(logits.Elements<double>(), labels.Elements<long>(), columns, probabilities.Elements<double>(), losses.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void CrossEntropyGradient(Tensor probabilities, Tensor labels, double scale, Tensor gradient)
    {
        int columns = probabilities.Shape[1];
        if (probabilities.DType == DType.Float32)
        {
            SoftmaxRows.CrossEntropyGradient(probabilities.Elements<float>(), labels.Elements<long>(), columns, (float)scale, gradient.Elements<float>());
        }
        else
        {
            SoftmaxRows.CrossEntropyGradient(probabilities.Elements<double>(), labels.Elements<long>(), columns, scale, gradient.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high)
    {
        if (y.DType == DType.Float32)
        {
            Philox.Uniform(y.Elements<float>(), seed, firstBlock, low, high);
        }
        else
        {
            Philox.Uniform(y.Elements<double>(), seed, firstBlock, low, high);
        }
    }

    /// <inheritdoc/>
    internal override void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation)
    {
        if (y.DType == DType.Float32)
        {
            Philox.Normal(y.Elements<float>(), seed, firstBlock, mean, deviation);
        }
        else
        {
            Philox.Normal(y.Elements<double>(), seed, firstBlock, mean, deviation);
        }
    }

    /// <inheritdoc/>
    internal override void Update<TRule, T>(TRule rule, Tensor weight, Tensor gradient, Tensor? first = null, Tensor? second = null, Tensor? third = null) => Updates.Run(
        rule, weight.Elements<T>(), gradient.Elements<T>(), Remembered<T>(first), Remembered<T>(second), Remembered<T>(third));

    private static Span<T> Remembered<T>(Tensor? state)
        where T : unmanaged => state is null ? [] : state.Elements<T>();
}
