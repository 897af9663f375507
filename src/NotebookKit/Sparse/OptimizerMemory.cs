using NotebookKit.Optimizers;

namespace NotebookKit.Sparse;

/// <summary>What an optimiser remembers of a parameter's numbers, taken along when the numbers move.</summary>
/// <remarks>Velocities, means and squares are whatever the method keeps by <see cref="Optimizer"/>'s own memory, so that a new method needs no word about it.</remarks>
internal static class OptimizerMemory
{
    /// <summary>Moves the memory: number i was number from[i]; where that is -1 the memory is empty again.</summary>
    public static void Move(Optimizer optimizer, Parameter parameter, int[] from)
    {
        int index = optimizer.Parameters.ToList().FindIndex(own => ReferenceEquals(own, parameter));
        if (index < 0)
        {
            throw new ArgumentException($"SparseEvolution: the optimiser does not move the weights {parameter.Shape} of a sparse layer; make it from the model's parameters.");
        }

        foreach (Tensor memory in optimizer.MemoryOf(index))
        {
            double[] before = memory.ToArray<double>();
            Ops.InPlace.Copy(memory, Tensor.From(Array.ConvertAll(from, place => place < 0 ? 0 : before[place])));
        }
    }
}
