using NotebookKit.Gradients;

namespace NotebookKit.Devices;

/// <content>Softmax and loss, and the steps of the optimisers, in plain steps.</content>
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

    /// <summary>A step of gradient descent with momentum; <paramref name="velocity"/> is null without.</summary>
    internal virtual void SgdStep(Tensor weight, Tensor gradient, Tensor? velocity, double rate, double momentum, double decay, bool nesterov)
    {
        using IDisposable off = Gradient.Off();
        Tensor slope = decay == 0 ? gradient : gradient + (decay * weight);
        if (velocity is not null)
        {
            Assign((momentum * velocity) + slope, velocity);
            slope = nesterov ? slope + (momentum * velocity) : velocity;
        }

        Assign(weight - (rate * slope), weight);
    }

    /// <summary>A step of Adam; <paramref name="step"/> and <paramref name="rootCorrection"/> hold the bias corrections.</summary>
    internal virtual void AdamStep(
        Tensor weight, Tensor gradient, Tensor mean, Tensor square, (double First, double Second) beta, double step, double rootCorrection, double epsilon, double decay)
    {
        using IDisposable off = Gradient.Off();
        Tensor slope = decay == 0 ? gradient : gradient + (decay * weight);
        Assign((beta.First * mean) + ((1 - beta.First) * slope), mean);
        Assign((beta.Second * square) + ((1 - beta.Second) * slope.Square()), square);
        Assign(weight - (step * mean / ((square.Sqrt() / rootCorrection) + epsilon)), weight);
    }

    /// <summary>y = x for tensors of one shape, in whatever order each lies.</summary>
    private protected void Assign(Tensor x, Tensor y) => Scatter(x.Detach().Contiguous(), y);
}
