using System.Reflection;
using NotebookKit.Optimizers;

namespace NotebookKit.Sparse;

/// <summary>What an optimiser remembers of a parameter's numbers, taken along when the numbers move.</summary>
/// <remarks>Every optimiser keeps velocities, means and squares in arrays with one tensor a parameter; they are found by reflection, so that a new one needs no word about it.</remarks>
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

        foreach (Tensor memory in Memories(optimizer, index).Where(memory => memory.Shape == parameter.Shape))
        {
            double[] before = memory.ToArray<double>();
            Ops.InPlace.Copy(memory, Tensor.From(Array.ConvertAll(from, place => place < 0 ? 0 : before[place])));
        }
    }

    /// <summary>The tensors that an optimiser keeps beside a parameter.</summary>
    public static IEnumerable<Tensor> Memories(Optimizer optimizer, int index)
    {
        for (Type? type = optimizer.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.GetValue(optimizer) is Tensor?[] states and not Parameter[] && index < states.Length && states[index] is { } memory)
                {
                    yield return memory;
                }
            }
        }
    }
}
