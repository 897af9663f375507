using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Ops;

/// <summary>Runs a layer with parameters that are given as tensors, so that gradients reach those tensors.</summary>
internal static class GivenParameters
{
    /// <summary>The parameters in their order become the tensors.</summary>
    public static Tensor Run<TModule>(TModule layer, Tensor[] given, Func<TModule, Tensor> run)
        where TModule : Module
    {
        Parameter[] parameters = [.. layer.Parameters()];
        Assert.Equal(parameters.Select(parameter => parameter.Shape), given.Select(tensor => tensor.Shape));
        foreach ((Parameter parameter, Tensor tensor) in parameters.Zip(given))
        {
            InPlace.Copy(parameter, tensor);
            parameter.From(new Link(tensor));
        }

        return run(layer);
    }

    private sealed class Link(Tensor x) : GradientNode(x)
    {
        protected override Tensor?[] Backward(Tensor gradient) => [gradient];
    }
}
