"""Deploys `infra/gatehouse.yaml` on ministack by CloudFormation and says its outputs as JSON. What that server cannot do
is done here, by name, so that the template stays as it is for AWS:

* it has no managed login to style (LEFT_OUT);
* it hands numbers on as the texts that parameters are: `with_numbers` writes them into the template;
* it does not fill in the identity in policies: `as_identity` does, for one identity at a time;
* it speaks plain HTTP, which the bucket refuses: `over_plain_http` takes that one policy away again."""

import json
import sys

import boto3

from template import IDENTITY, load

LEFT_OUT = ["AWS::Cognito::ManagedLoginBranding"]
STACK, REGION = "gatehouse", "eu-west-1"


def service(url, name):
    return boto3.client(name, endpoint_url=url, region_name=REGION,
                        aws_access_key_id="test", aws_secret_access_key="test")


def with_numbers(value, numbers):
    """`value` with the parameters of the type Number filled in."""
    if isinstance(value, dict):
        if value.get("Ref") in numbers:
            return numbers[value["Ref"]]
        return {key: with_numbers(inner, numbers) for key, inner in value.items()}
    return [with_numbers(inner, numbers) for inner in value] if isinstance(value, list) else value


def deploy(url, *settings):
    template, given = load(), dict(setting.split("=") for setting in settings)
    left_out = [name for name, resource in template["Resources"].items() if resource["Type"] in LEFT_OUT]
    for name in left_out:
        del template["Resources"][name]
    numbers = {name: int(given.get(name, parameter["Default"]))
               for name, parameter in template["Parameters"].items() if parameter["Type"] == "Number"}
    template["Resources"] = with_numbers(template["Resources"], numbers)
    cloudformation = service(url, "cloudformation")
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()]
    cloudformation.create_stack(StackName=STACK, TemplateBody=json.dumps(template), Parameters=parameters,
                                Capabilities=["CAPABILITY_IAM"])
    cloudformation.get_waiter("stack_create_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1})
    return outputs(url)


def outputs(url):
    stack = service(url, "cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def resource(url, name):
    found = service(url, "cloudformation").describe_stack_resource(StackName=STACK, LogicalResourceId=name)
    return found["StackResourceDetail"]["PhysicalResourceId"]


def as_identity(url, identity):
    iam, role = service(url, "iam"), resource(url, "AuthenticatedRole")
    policy = iam.get_role_policy(RoleName=role, PolicyName="files")["PolicyDocument"]
    text = json.dumps(policy)
    assert text.count(IDENTITY) == 7, text
    iam.put_role_policy(RoleName=role, PolicyName="files", PolicyDocument=text.replace(IDENTITY, identity))


def over_plain_http(url):
    service(url, "s3").delete_bucket_policy(Bucket=resource(url, "Bucket"))


def object_of_another(url, key):
    service(url, "s3").put_object(Bucket=resource(url, "Bucket"), Key=key, Body=b"of another")


if __name__ == "__main__":
    does = {"deploy": deploy, "as_identity": as_identity, "over_plain_http": over_plain_http,
            "object_of_another": object_of_another}[sys.argv[2]]
    print(json.dumps(does(sys.argv[1], *sys.argv[3:])))
