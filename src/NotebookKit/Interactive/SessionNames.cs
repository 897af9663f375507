using NotebookKit.Layers;

namespace NotebookKit.Interactive;

/// <summary>What the tensors of a session are called: by their variable, or by their model's variable and their place in it.</summary>
internal static class SessionNames
{
    /// <summary>Tensors and their names.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Of(IMagicHost host)
    {
        foreach ((string name, object? value) in host.Variables)
        {
            if (value is Tensor tensor)
            {
                yield return (name, tensor);
            }
            else if (value is Module module)
            {
                foreach ((string own, Parameter parameter) in module.NamedParameters())
                {
                    yield return ($"{name}.{own}", parameter);
                }
            }
        }
    }
}
