using System.Reflection;
using System.Reflection.Emit;

namespace NotebookKit.Tests.Architecture;

/// <summary>Reads the instructions of a scalar form, and of what it calls in the library, for what no GPU kernel can hold.</summary>
/// <remarks>The lists were measured with ILGPU 1.5.3 on .NET 10: compiled for its CPU accelerator and to PTX without external functions.</remarks>
internal static class GpuReadiness
{
    // Members of float and double that compile. A GPU package supplies FusedMultiplyAdd, which is an unresolved function in PTX.
    private static readonly HashSet<string> NumberMembers =
    [
        "get_Zero", "get_One", "get_NegativeOne", "get_Pi", "get_E", "get_NaN", "get_PositiveInfinity", "get_NegativeInfinity", "get_Epsilon",
        "op_Addition", "op_Subtraction", "op_Multiply", "op_Division", "op_Modulus", "op_UnaryNegation",
        "op_GreaterThan", "op_GreaterThanOrEqual", "op_LessThan", "op_LessThanOrEqual", "op_Equality", "op_Inequality",
        "Abs", "Max", "Min", "CopySign", "IsNaN", "IsFinite", "IsNegative", "IsPositiveInfinity", "IsNegativeInfinity",
        "Sqrt", "Exp", "ExpM1", "Log", "LogP1", "Pow", "Sin", "Cos", "Tan", "Sinh", "Cosh", "Tanh", "Atan", "Atan2",
        "Floor", "Ceiling", "Round", "Truncate", "ScaleB", "FusedMultiplyAdd",
    ];

    private static readonly HashSet<string> Functions = ["Math.Abs", "Math.Truncate", "Unsafe.As"];

    private static readonly HashSet<OpCode> Forbidden =
    [
        OpCodes.Box, OpCodes.Calli, OpCodes.Castclass, OpCodes.Isinst, OpCodes.Ldftn, OpCodes.Ldstr, OpCodes.Ldtoken, OpCodes.Ldvirtftn,
        OpCodes.Localloc, OpCodes.Newarr, OpCodes.Rethrow, OpCodes.Stsfld, OpCodes.Throw, OpCodes.Unbox, OpCodes.Unbox_Any,
    ];

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>What in the scalar form of a formula would not compile, each line with the formula and the call; empty is good.</summary>
    public static IEnumerable<string> Offences(Type formula)
    {
        List<string> found = [];
        foreach (Type number in new[] { typeof(float), typeof(double) })
        {
            MethodInfo scalar = formula.GetMethod("Scalar", BindingFlags.Public | BindingFlags.Instance)!.MakeGenericMethod(number);
            Walk(scalar, [], found);
        }

        return found.Distinct().Select(offence => $"{formula.Name}: {offence}");
    }

    private static void Walk(MethodBase method, HashSet<MethodBase> seen, List<string> found)
    {
        if (!seen.Add(method))
        {
            return;
        }

        byte[] code = method.GetMethodBody()!.GetILAsByteArray()!;
        Type[] typeArguments = method.DeclaringType!.GetGenericArguments();
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        string place = $"{method.DeclaringType.Name}.{method.Name}";
        Type? constrained = null;
        for (int at = 0; at < code.Length;)
        {
            OpCode instruction = code[at] == 0xFE ? Codes[unchecked((short)((code[at] << 8) | code[at + 1]))] : Codes[code[at]];
            at += instruction.Size;
            int operand = Length(instruction, 0) < sizeof(int) ? 0 : BitConverter.ToInt32(code, at);
            if (Forbidden.Contains(instruction))
            {
                found.Add($"{place} has the instruction {instruction.Name}");
            }
            else if (instruction == OpCodes.Constrained)
            {
                constrained = method.Module.ResolveType(operand, typeArguments, methodArguments);
            }
            else if (instruction == OpCodes.Ldsfld && !method.Module.ResolveField(operand, typeArguments, methodArguments)!.IsInitOnly)
            {
                found.Add($"{place} reads a static field that may change");
            }
            else if (instruction.OperandType == OperandType.InlineMethod)
            {
                Call(method.Module.ResolveMethod(operand, typeArguments, methodArguments)!, constrained, place, seen, found);
                constrained = null;
            }

            at += Length(instruction, operand);
        }
    }

    private static void Call(MethodBase target, Type? constrained, string place, HashSet<MethodBase> seen, List<string> found)
    {
        bool ofNumber = (constrained ?? target.DeclaringType) is { } owner && (owner == typeof(float) || owner == typeof(double));
        if (constrained is not null && !ofNumber)
        {
            target = Resolved(target, constrained);
        }

        bool known = ofNumber
            ? NumberMembers.Contains(target.Name) && !target.IsGenericMethod
            : Functions.Contains($"{target.DeclaringType!.Name}.{target.Name}");
        if (IsOurs(target.DeclaringType!))
        {
            Walk(target, seen, found);
        }
        else if (!known)
        {
            found.Add($"{place} calls {(ofNumber ? "T" : target.DeclaringType!.Name)}.{target.Name}");
        }
    }

    // The member of a struct that stands behind a member of an interface.
    private static MethodInfo Resolved(MethodBase target, Type type)
    {
        InterfaceMapping map = type.GetInterfaceMap(target.DeclaringType!);
        MethodBase plain = target.IsGenericMethod ? ((MethodInfo)target).GetGenericMethodDefinition() : target;
        MethodInfo found = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, plain)];
        return target.IsGenericMethod ? found.MakeGenericMethod(target.GetGenericArguments()) : found;
    }

    private static bool IsOurs(Type type) => type.Assembly == typeof(Tensor).Assembly || type.Assembly == typeof(GpuReadiness).Assembly;

    private static int Length(OpCode instruction, int operand) => instruction.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineI or OperandType.ShortInlineVar or OperandType.ShortInlineBrTarget => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * operand),
        _ => 4,
    };
}
