using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>An elementwise function as a layer, for the activations that networks name beside the ReLU.</summary>
/// <param name="name">What a summary calls it.</param>
/// <param name="function">y = f(x), of the same shape.</param>
public sealed class Activation(string name, Func<Tensor, Tensor> function) : Module
{
    /// <summary>tanh(x).</summary>
    public static Activation Tanh() => new("Tanh", x => x.Tanh());

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Activation Sigmoid() => new("Sigmoid", x => x.Sigmoid());

    /// <summary>1.7159 tanh(2x/3), LeCun's of 1998.</summary>
    public static Activation LecunTanh() => new("LecunTanh", x => x.LecunTanh());

    /// <summary>min(max(0, x), 6), MobileNet's.</summary>
    public static Activation Relu6() => new("ReLU6", x => x.Relu6());

    /// <summary>x times the logistic function of x, EfficientNet's (Swish).</summary>
    public static Activation Silu() => new("SiLU", x => x.Silu());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return function(input);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{name}()";
}
