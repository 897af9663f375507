using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>How the filters of whole networks begin.</summary>
internal static class FirstWeights
{
    /// <summary>All convolutions normal with variance 2 / (connections out), their biases 0: for networks of ReLUs. He et al., Delving deep into rectifiers, 2015.</summary>
    public static void He(Module module)
    {
        if (module is Conv2d convolution)
        {
            convolution.Weight.Set(Init.HeNormal(convolution.Weight.Shape, fan: Fan.Out));
            convolution.Bias?.Set(Tensor.Zeros(convolution.Bias.Shape));
        }

        foreach ((_, Module child) in module.Children())
        {
            He(child);
        }
    }
}
