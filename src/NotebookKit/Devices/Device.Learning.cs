using NotebookKit.Gradients;

namespace NotebookKit.Devices;

/// <content>Softmax and loss in plain steps.</content>
public abstract partial class Device
{
    /// <summary>Softmax, or its logarithm, of each row.</summary>
    internal virtual void Softmax(Tensor x, Tensor y, bool logarithm)
    {
        if (x.Count == 0)
        {
            return;
        }

        using IDisposable off = Gradient.Off();
        Tensor shifted = x - x.Max(-1, keepDim: true);
        Tensor weights = shifted.Exp();
        Tensor total = weights.Sum(-1, keepDim: true);
        Assign(logarithm ? shifted - total.Log() : weights / total, y);
    }

    /// <summary>dL/dx = y (dL/dy - sum y dL/dy) for each row of a softmax y.</summary>
    internal virtual void SoftmaxGradient(Tensor y, Tensor gradient, Tensor slope)
    {
        using IDisposable off = Gradient.Off();
        Assign(y * (gradient - (y * gradient).Sum(-1, keepDim: true)), slope);
    }

    /// <summary>The cross-entropy of each row against its label, and the softmax for the way back.</summary>
    internal virtual void CrossEntropy(Tensor logits, Tensor labels, Tensor probabilities, Tensor losses)
    {
        using IDisposable off = Gradient.Off();
        Softmax(logits, probabilities, logarithm: false);
        Tensor logarithms = Tensor.Empty(logits.Shape, logits.DType, this);
        Softmax(logits, logarithms, logarithm: true);
        Assign(-logarithms.Gather(1, labels.Unsqueeze(1)).Squeeze(1), losses);
    }

    /// <summary>gradient = (probabilities - one-hot labels) scale.</summary>
    internal virtual void CrossEntropyGradient(Tensor probabilities, Tensor labels, double scale, Tensor gradient)
    {
        using IDisposable off = Gradient.Off();
        Assign((probabilities - labels.OneHot(probabilities.Shape[1], probabilities.DType)) * scale, gradient);
    }

    /// <summary>y = x for tensors of one shape, in whatever order each lies.</summary>
    private protected void Assign(Tensor x, Tensor y) => Scatter(x.Detach().Contiguous(), y);
}
